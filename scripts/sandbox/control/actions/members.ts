import { z } from 'zod';
import { type Action, action, id } from '../action.ts';

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

/** Members come, go and change, and guilds with them. */
export const memberActions: Record<string, Action> = {
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
};
