import { ApplicationCommandOptionType as Type } from 'discord-api-types/v10';
import { z } from 'zod';
import { Snowflake } from '../../shared/core/snowflake.ts';
import { PartialMember, Permissions, Person, sightingOf } from './caller.ts';
import type { OptionJson } from './declaration.ts';
import type { GivenOption, Resolved } from './invocation.ts';

const Role = z.object({ id: Snowflake, name: z.string() });
/** `permissions`: of the caller, there. */
const Channel = z
  .object({ id: Snowflake, type: z.int(), permissions: Permissions })
  .transform((channel) => ({ ...channel, permissions: BigInt(channel.permissions) }));

type Given = GivenOption['value'];

/** How an option of each type becomes a value; users, roles and channels are those that Discord resolved. */
const readers = {
  [Type.String]: (value: Given) => z.string().safeParse(value),
  [Type.Integer]: (value: Given) => z.int().safeParse(value),
  [Type.Boolean]: (value: Given) => z.boolean().safeParse(value),
  [Type.User]: (value: Given, resolved: Resolved) => readNamed(String(value), resolved),
  [Type.Role]: (value: Given, { roles }: Resolved) => Role.safeParse(roles[String(value)]),
  [Type.Channel]: (value: Given, { channels }: Resolved) => Channel.safeParse(channels[String(value)]),
} satisfies Record<OptionJson['type'], (value: Given, resolved: Resolved) => z.ZodSafeParseResult<unknown>>;

/** The TypeScript type behind each type of option. */
export type OptionValue = {
  [T in keyof typeof readers]: NonNullable<ReturnType<(typeof readers)[T]>['data']>;
};
export type OptionValues = Record<string, OptionValue[OptionJson['type']] | undefined>;

/**
 * The values of the declared options. Undefined where a required one is missing, one is not declared, or one is of
 * another type: Discord then knows another version of the command than this one.
 */
export function readOptions(
  declared: readonly OptionJson[],
  given: GivenOption[],
  resolved: Resolved,
): OptionValues | undefined {
  const values: OptionValues = {};
  for (const { name, type, value } of given) {
    const option = declared.find((candidate) => candidate.name === name);
    if (option?.type !== type) return undefined;
    const read = readers[option.type](value, resolved);
    if (!read.success) return undefined;
    values[name] = read.data;
  }
  const complete = declared.every(({ name, required }) => !required || values[name] !== undefined);
  return complete ? values : undefined;
}

/** A user whom Discord resolved; who is not of the guild is resolved without a member. */
export function readNamed(id: string, { users, members }: Resolved) {
  const member = members[id] !== undefined;
  const seen = PartialMember.safeParse(members[id]).data;
  return Person.transform((person) => ({
    ...person,
    member,
    ...(seen && { sighting: sightingOf(person, seen) }),
  })).safeParse(users[id]);
}
