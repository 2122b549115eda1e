import { z } from 'zod';
import type { Sandbox } from '../sandbox.ts';

interface Action {
  order: z.ZodType;
  perform(sandbox: Sandbox, order: unknown): unknown;
}

/** `run` sees what its schema let through. */
function action<T extends z.ZodType>(
  order: T,
  run: (sandbox: Sandbox, order: z.infer<T>) => unknown,
): Action {
  return { order, perform: (sandbox, sent) => run(sandbox, order.parse(sent)) };
}

const id = z.string();
const value = z.union([z.string(), z.number(), z.boolean()]);
const place = { guild: id, user: id, channel: id.optional(), locale: z.string().optional() };
const file = z.object({
  filename: z.string(),
  size: z.number().optional(),
  content_type: z.string().optional(),
});
const message = z.object({
  guild: id,
  channel: id.optional(),
  author: id,
  content: z.string().optional(),
  attachments: z.array(file).optional(),
  at: z.union([z.string(), z.number()]).optional(),
  id: id.optional(),
  type: z.number().optional(),
  webhook: z.string().optional(),
  replyTo: id.optional(),
});
const command = z.object({
  ...place,
  name: z.string(),
  subcommand: z.string().optional(),
  options: z.record(z.string(), value).optional(),
});
const user = z.object({
  id: id.optional(),
  name: z.string(),
  displayName: z.string().optional(),
  bot: z.boolean().optional(),
});
const change = z.object({
  username: z.string().optional(),
  displayName: z.string().nullable().optional(),
  nick: z.string().nullable().optional(),
  avatar: z.string().nullable().optional(),
  roles: z.array(id).optional(),
  timeoutUntil: z.string().nullable().optional(),
});
const onOff = z.object({ on: z.boolean() });
const started = ({ id, token }: { id: string; token: string }) => ({ id, token });

/** What other processes can order, as POST /control/<name>; the in-process interface has the same names. */
export const actions: Record<string, Action> = {
  message: action(message, (sandbox, order) => sandbox.message(order)),
  edit: action(z.object({ message: id, content: z.string() }), (s, order) =>
    s.edit(order.message, order.content),
  ),
  remove: action(z.object({ message: id }), (s, order) => s.remove(order.message)),
  react: action(
    z.object({ message: id, user: id, emoji: z.string(), remove: z.boolean().optional() }),
    (s, order) => s.react(order),
  ),
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
  join: action(z.object({ guild: id, user: z.union([id, user]).optional() }), (s, order) =>
    s.join(order.guild, order.user),
  ),
  leave: action(z.object({ guild: id, user: id }), (s, order) => s.leave(order.guild, order.user)),
  updateMember: action(z.object({ guild: id, user: id, change }), (s, o) =>
    s.updateMember(o.guild, o.user, o.change),
  ),
  ban: action(z.object({ guild: id, user: id, reason: z.string().optional() }), (s, o) =>
    s.ban(o.guild, o.user, o.reason),
  ),
  unban: action(z.object({ guild: id, user: id }), (s, o) => s.unban(o.guild, o.user)),
  removeGuild: action(z.object({ guild: id }), (s, order) => s.removeGuild(order.guild)),
  dropSockets: action(z.object({ code: z.number().optional() }), (s, order) =>
    s.trouble.dropSockets(order.code),
  ),
  reconnect: action(z.object({}), (s) => s.trouble.reconnect()),
  invalidate: action(z.object({ resumable: z.boolean() }), (s, order) =>
    s.trouble.invalidate(order.resumable),
  ),
  withholdAcks: action(onOff, (s, order) => s.trouble.withholdAcks(order.on)),
  duplicate: action(onOff, (s, order) => s.trouble.duplicate(order.on)),
  refuseRest: action(
    z.object({
      status: z.number(),
      code: z.number().optional(),
      times: z.number(),
      match: z.string().optional(),
      afterwards: z.boolean().optional(),
    }),
    (s, order) => s.trouble.refuseRest(order),
  ),
  calm: action(z.object({}), (s) => s.trouble.calm()),
  clearRecords: action(z.object({}), (s) => s.clearRecords()),
};
