import { isDeepStrictEqual } from 'node:util';
import { ApplicationCommandOptionType, ApplicationCommandType } from 'discord-api-types/v10';
import { z } from 'zod';

const Translations = z
  .record(z.string(), z.string())
  .nullish()
  .transform((given) => given ?? {});
const Choice = z.object({
  name: z.string(),
  name_localizations: Translations,
  value: z.union([z.string(), z.number()]),
});
const Option = z.object({
  type: z.enum(ApplicationCommandOptionType),
  name: z.string(),
  name_localizations: Translations,
  description: z.string(),
  description_localizations: Translations,
  required: z.boolean().default(false),
  autocomplete: z.boolean().default(false),
  choices: z.array(Choice).default([]),
  channel_types: z.array(z.int()).default([]),
  min_value: z.number().optional(),
  max_value: z.number().optional(),
  min_length: z.int().optional(),
  max_length: z.int().optional(),
  get options() {
    return z.array(Option).default([]);
  },
});

/** What of a command matters, with Discord's defaults filled in; ids, versions and the like fall away. */
const Registered = z.object({
  type: z.enum(ApplicationCommandType).default(ApplicationCommandType.ChatInput),
  name: z.string(),
  name_localizations: Translations,
  description: z.string().default(''),
  description_localizations: Translations,
  default_member_permissions: z.string().nullable().default(null),
  contexts: z
    .array(z.int())
    .nullish()
    .transform((given) => given ?? []),
  nsfw: z.boolean().default(false),
  options: z.array(Option).default([]),
});

/** Whether two lists of commands are the same to people, in whatever order they stand. */
export function sameCommands(ours: readonly unknown[], theirs: unknown): boolean {
  return isDeepStrictEqual(canonical(ours), canonical(theirs));
}

function canonical(commands: unknown) {
  const identity = ({ type, name }: z.infer<typeof Registered>) => `${type} ${name}`;
  const list = z.array(Registered).safeParse(commands);
  if (!list.success) return undefined;
  return list.data.toSorted((a, b) => identity(a).localeCompare(identity(b)));
}
