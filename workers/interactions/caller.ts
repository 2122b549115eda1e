import { z } from 'zod';
import type { MemberSighting } from '../../shared/core/events.ts';
import { Snowflake } from '../../shared/core/snowflake.ts';

/** Who uses a command or is named in one. */
export const Person = z
  .object({
    id: Snowflake,
    username: z.string(),
    global_name: z.string().nullish(),
    avatar: z.string().nullish(),
    bot: z.boolean().default(false),
  })
  .transform(({ global_name: globalName, avatar, ...user }) => ({
    ...user,
    globalName: globalName ?? null,
    avatar: avatar ?? null,
  }));
export type Person = z.infer<typeof Person>;

/** Somebody who was named; `member`: whether they are of this guild, and then how they are seen there. */
export type Named = Person & { member: boolean; sighting?: MemberSighting };

/** As a decimal number; an administrator's are all there are. */
export const Permissions = z
  .string()
  .regex(/^\d{1,30}$/)
  .default('0');

/** What is resolved of a member who is named; who they are stands beside it. */
export const PartialMember = z.object({
  nick: z.string().nullish(),
  avatar: z.string().nullish(),
  roles: z.array(Snowflake).default([]),
  joined_at: z.string().nullish(),
  communication_disabled_until: z.string().nullish(),
  pending: z.boolean().default(false),
});

/** `permissions`: in the channel. */
const Member = PartialMember.extend({ user: Person, permissions: Permissions }).transform((member) => ({
  user: member.user,
  permissions: BigInt(member.permissions),
  sighting: sightingOf(member.user, member),
}));

export function sightingOf(user: Person, member: z.infer<typeof PartialMember>): MemberSighting {
  return {
    user,
    nick: member.nick ?? null,
    avatar: member.avatar ?? null,
    roles: member.roles,
    joinedAt: member.joined_at ?? null,
    timedOutUntil: member.communication_disabled_until ?? null,
    pending: member.pending,
  };
}

/** What every interaction in a guild carries, as Discord sends it. */
export const Origin = z.object({
  id: Snowflake,
  token: z.string().min(1),
  guild_id: Snowflake,
  channel_id: Snowflake,
  member: Member,
  locale: z.string().optional(),
  guild_locale: z.string().optional(),
});

/** The same in our terms. */
export function callerOf(origin: z.infer<typeof Origin>) {
  const { id, token, guild_id, channel_id, member, locale, guild_locale } = origin;
  return { id, token, guild: guild_id, channel: channel_id, ...member, locale, guildLocale: guild_locale };
}

/**
 * Who asks, where and when. `id` names the operation that is decided, and tells when it was asked; `sighting` is the
 * caller as a member, as of `at`.
 */
export interface Caller extends Omit<ReturnType<typeof callerOf>, 'token'> {
  /** When the shard received it: milliseconds since 1970. */
  at: number;
}
