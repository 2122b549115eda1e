import { z } from 'zod';
import { suggested } from '../../interactions/handle.ts';
import { stateOf } from '../../interactions/state.ts';
import type { Sandbox } from '../../sandbox.ts';
import { interactionIn } from '../../world/lookups.ts';
import { type Action, acting, action, file, id } from '../action.ts';

const value = z.union([z.string(), z.number(), z.boolean()]);
const entry = z.union([z.string(), z.boolean(), z.array(z.string())]);
const place = { guild: id.optional(), user: id, channel: id.optional(), locale: z.string().optional() };
const command = z.object({
  ...place,
  name: z.string(),
  subcommand: z.string().optional().describe('`send`, or `group send`'),
  options: z.record(z.string(), value).optional(),
  attachments: z.record(z.string(), file).optional(),
});
const form = z.object({
  modal: id,
  fields: z.record(z.string(), entry).optional(),
  values: z.record(z.string(), z.array(z.string())).optional(),
  attachments: z.record(z.string(), z.array(file)).optional(),
  locale: z.string().optional(),
});
const permissions = z.object({
  guild: id,
  by: acting.by,
  command: z.string().optional(),
  type: z.number().optional(),
  permissions: z.array(z.object({ id, type: z.number(), permission: z.boolean() })),
});
const started = ({ id, token }: { id: string; token: string }) => ({ id, token });

/** Members run commands, press buttons, fill forms in. */
export const interactionActions: Record<string, Action> = {
  slash: action(command, (s, order) => started(s.slash(order))),
  autocomplete: action(command.extend({ focused: z.string() }), (s, order) => started(s.autocomplete(order))),
  menu: action(z.object({ ...place, name: z.string(), target: id }), (s, order) => started(s.menu(order))),
  click: action(
    z.object({
      message: id,
      user: id,
      customId: z.string(),
      values: z.array(z.string()).optional(),
      locale: z.string().optional(),
    }),
    (s, order) => started(s.click(order)),
  ),
  submit: action(form, (s, order) => started(s.submit(order))),
  interaction: action(z.object({ id }), (s, order) => storyOf(s, order.id)),
  commandPermissions: action(permissions, (s, order) => s.commandPermissions(order)),
};

/** What has become of the interaction so far. */
function storyOf({ world }: Sandbox, id: string): unknown {
  const interaction = interactionIn(world, id);
  const { answer, original, followUps, modal } = interaction;
  const state = stateOf(interaction, world.now());
  return { state, answer, original, followUps, modal, choices: suggested(interaction) };
}
