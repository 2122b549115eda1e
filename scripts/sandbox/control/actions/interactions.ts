import { z } from 'zod';
import { type Action, action, id } from '../action.ts';

const value = z.union([z.string(), z.number(), z.boolean()]);
const place = { guild: id, user: id, channel: id.optional(), locale: z.string().optional() };
const command = z.object({
  ...place,
  name: z.string(),
  subcommand: z.string().optional(),
  options: z.record(z.string(), value).optional(),
});
const started = ({ id, token }: { id: string; token: string }) => ({ id, token });

/** Members run commands, press buttons, fill forms in. */
export const interactionActions: Record<string, Action> = {
  slash: action(command, (s, order) => started(s.slash(order))),
  autocomplete: action(command.extend({ focused: z.string() }), (s, order) => started(s.autocomplete(order))),
  menu: action(z.object({ ...place, name: z.string(), target: id }), (s, order) => started(s.menu(order))),
  click: action(
    z.object({ message: id, user: id, customId: z.string(), values: z.array(z.string()).optional() }),
    (s, order) => started(s.click(order)),
  ),
  submit: action(z.object({ modal: id, fields: z.record(z.string(), z.string()).optional() }), (s, order) =>
    started(s.submit(order)),
  ),
  interaction: action(z.object({ id }), (s, order) => {
    const { answer, original, followUps } = s.world.interactions.get(order.id) ?? {};
    return { answer, original, followUps };
  }),
};
