import { z } from 'zod';
import { statuses } from '../../changes/presences.ts';
import { type Action, acting, action, id } from '../action.ts';

const member = z.object({ guild: id, user: id });

const user = z.object({
  id: id.optional(),
  name: z.string().min(1).max(32),
  displayName: z.string().optional(),
  bot: z.boolean().optional(),
});
const change = z.object({
  username: z.string().min(1).max(32).optional(),
  displayName: z.string().max(32).nullable().optional(),
  nick: z.string().max(32).nullable().optional(),
  avatar: z.string().nullable().optional(),
  roles: z.array(id).optional(),
  timeoutUntil: z.iso.datetime({ offset: true }).nullable().optional(),
});

/** Members come, go and change; moderators see to them. */
export const memberActions: Record<string, Action> = {
  join: action(z.object({ guild: id, user: z.union([id, user]).optional() }), (s, order) =>
    s.join(order.guild, order.user),
  ),
  leave: action(member, (s, order) => s.leave(order.guild, order.user)),
  updateMember: action(member.extend({ change, ...acting }), (s, o) =>
    s.updateMember(o.guild, o.user, o.change, o),
  ),
  presence: action(member.extend({ status: z.enum(statuses) }), (s, o) =>
    s.presence(o.guild, o.user, o.status),
  ),
  ban: action(member.extend({ deleteSeconds: z.number().optional(), ...acting }), (s, o) =>
    s.ban(o.guild, o.user, o),
  ),
  unban: action(member.extend(acting), (s, o) => s.unban(o.guild, o.user, o)),
  kick: action(member.extend(acting), (s, o) => s.kick(o.guild, o.user, o)),
  timeout: action(member.extend({ seconds: z.number().describe('0 lifts it'), ...acting }), (s, o) =>
    s.timeout(o.guild, o.user, o.seconds, o),
  ),
};
