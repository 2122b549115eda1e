import { z } from 'zod';
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

/** A slash command in a guild, as Discord sends it, in our terms. */
export const Invocation = z
  .object({
    id: Snowflake,
    token: z.string().min(1),
    guild_id: Snowflake,
    member: z.object({ user: Person }),
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
    user: member.user,
    locale,
    guildLocale: guild_locale,
    ...data,
  }));
export type Invocation = z.infer<typeof Invocation>;
