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

/** An option as it was typed; `options` are those of a subcommand. */
export interface GivenOption {
  type: number;
  name: string;
  value?: string | number | boolean;
  options: GivenOption[];
}
const GivenOption: z.ZodType<GivenOption> = z.object({
  type: z.int(),
  name: z.string(),
  value: z.union([z.string(), z.number(), z.boolean()]).optional(),
  get options() {
    return z.array(GivenOption).default([]);
  },
});

/** What Discord knows of the ids among the options; read by the option that names one (options.ts). */
export const Resolved = z.object({
  users: z.record(z.string(), z.unknown()).default({}),
  roles: z.record(z.string(), z.unknown()).default({}),
  channels: z.record(z.string(), z.unknown()).default({}),
});
export type Resolved = z.infer<typeof Resolved>;

const Member = z
  .object({
    user: Person,
    /** In the channel, as a decimal number; an administrator's are all there are. */
    permissions: z
      .string()
      .regex(/^\d{1,30}$/)
      .default('0'),
    nick: z.string().nullish(),
    avatar: z.string().nullish(),
    roles: z.array(Snowflake).default([]),
    joined_at: z.string().nullish(),
    communication_disabled_until: z.string().nullish(),
    pending: z.boolean().default(false),
  })
  .transform((member) => ({
    user: member.user,
    permissions: BigInt(member.permissions),
    sighting: {
      user: member.user,
      nick: member.nick ?? null,
      avatar: member.avatar ?? null,
      roles: member.roles,
      joinedAt: member.joined_at ?? null,
      timedOutUntil: member.communication_disabled_until ?? null,
      pending: member.pending,
    } satisfies MemberSighting,
  }));

/** A slash command in a guild, as Discord sends it, in our terms. */
export const Invocation = z
  .object({
    id: Snowflake,
    token: z.string().min(1),
    guild_id: Snowflake,
    member: Member,
    locale: z.string().optional(),
    guild_locale: z.string().optional(),
    data: z.object({
      name: z.string(),
      options: z.array(GivenOption).default([]),
      resolved: Resolved.default({ users: {}, roles: {}, channels: {} }),
    }),
  })
  .transform(({ id, token, guild_id, member, locale, guild_locale, data }) => ({
    id,
    token,
    guild: guild_id,
    ...member,
    locale,
    guildLocale: guild_locale,
    ...data,
  }));
export type Invocation = z.infer<typeof Invocation>;
