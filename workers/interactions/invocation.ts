import { ApplicationCommandType } from 'discord-api-types/v10';
import { z } from 'zod';
import { Snowflake } from '../../shared/core/snowflake.ts';
import { callerOf, Origin } from './caller.ts';

/** An option as it was typed; `options` are those of a subcommand. */
export interface GivenOption {
  type: number;
  name: string;
  value?: string | number | boolean;
  /** Somebody is typing into it. */
  focused?: boolean;
  options: GivenOption[];
}
const GivenOption: z.ZodType<GivenOption> = z.object({
  type: z.int(),
  name: z.string(),
  value: z.union([z.string(), z.number(), z.boolean()]).optional(),
  focused: z.boolean().optional(),
  get options() {
    return z.array(GivenOption).default([]);
  },
});

const Things = z.record(z.string(), z.unknown()).default({});

/** What Discord knows of the ids in a command; read by what names one (options.ts, menu.ts). */
export const Resolved = z.object({
  users: Things,
  members: Things,
  roles: Things,
  channels: Things,
  messages: Things,
});
export type Resolved = z.infer<typeof Resolved>;

/** A command in a guild, typed or picked from a menu, as Discord sends it, in our terms. */
export const Invocation = Origin.extend({
  data: z.object({
    type: z.int().default(ApplicationCommandType.ChatInput),
    name: z.string(),
    /** Of a menu: the user or message that it was opened on. */
    target_id: Snowflake.optional(),
    options: z.array(GivenOption).default([]),
    resolved: Resolved.prefault({}),
  }),
}).transform(({ data: { target_id: target, ...data }, ...origin }) => ({
  ...callerOf(origin),
  ...data,
  target,
}));
export type Invocation = z.infer<typeof Invocation>;
