import { ApplicationCommandOptionType } from 'discord-api-types/v10';
import type { Context } from '../context.ts';
import type { Caller } from './caller.ts';
import type { Command } from './command.ts';
import { typeOf } from './declaration.ts';
import { type GivenOption, Invocation } from './invocation.ts';

/** What is offered: a name that people see, and the value that is sent for it; at most 100 characters each (Discord). */
export interface Choice {
  name: string;
  value: string;
}

/** Suggestions to somebody who types, best first; Discord shows 25. */
export type Suggest = (
  call: Pick<Caller, 'guild' | 'user' | 'locale'> & { typed: string },
  context: Context,
) => Promise<Choice[]>;

const most = 25;

/** What to offer; nothing where the command, or the option, is not known here. */
export async function findSuggestions(
  context: Context,
  commands: readonly Command[],
  interaction: unknown,
): Promise<Choice[]> {
  const invocation = Invocation.safeParse(interaction).data;
  if (!invocation) return [];
  const { guild, user, locale, options } = invocation;
  const command = commands.find(
    ({ json }) => json.name === invocation.name && typeOf(json) === invocation.type,
  );
  const suggest = command?.suggest?.(invocation);
  const choices = await suggest?.({ guild, user, locale, typed: typedIn(options) }, context);
  return (choices ?? []).slice(0, most);
}

function typedIn(options: GivenOption[]): string {
  const [first] = options;
  const values = first?.type === ApplicationCommandOptionType.Subcommand ? first.options : options;
  return String(values.find(({ focused }) => focused)?.value ?? '');
}
