import { ApplicationCommandOptionType } from 'discord-api-types/v10';
import type { Context } from '../context.ts';
import type { Answer } from './answer.ts';
import type { CommandJson, OptionJson, SubcommandJson } from './declaration.ts';
import type { GivenOption, Invocation } from './invocation.ts';
import { type OptionValue, type OptionValues, readOptions } from './options.ts';

/**
 * What a handler is asked. `id` names the operation it decides, and tells when it was asked; `sighting` is the caller as
 * a member, as of `at`.
 */
export interface Call<Options>
  extends Pick<Invocation, 'id' | 'guild' | 'user' | 'permissions' | 'sighting' | 'locale' | 'guildLocale'> {
  /** When the shard received it: milliseconds since 1970. */
  at: number;
  options: Options;
}

/**
 * May run several times for one interaction, also side by side: decisions go by `call.id`. `replies` says who sees
 * what it shows; refusals and errors are always private.
 */
export interface Handler<Options = OptionValues> {
  replies: 'publicly' | 'privately';
  run(call: Call<Options>, context: Context): Promise<Answer>;
}

/** One handler and the options it reads. */
export interface Route extends Handler {
  /** As people type it, without the slash: `bytes read`. */
  name: string;
  options: readonly OptionJson[];
}

export interface Command {
  json: CommandJson;
  /** The handler and its options; undefined where Discord knows another version of the command than this one. */
  match(invocation: Invocation): { route: Route; options: OptionValues } | undefined;
}

type ValueOf<O extends OptionJson> =
  | OptionValue[O['type']]
  | (O extends { required: true } ? never : undefined);
type OptionsOf<Declared> = Declared extends readonly OptionJson[]
  ? { [O in Declared[number] as O['name']]: ValueOf<O> }
  : Record<never, never>;
type HandlersOf<Json extends CommandJson> = Json['options'] extends readonly SubcommandJson[]
  ? { [S in Json['options'][number] as S['name']]: Handler<OptionsOf<S['options']>> }
  : Handler<OptionsOf<Json['options']>>;

/** A slash command: Discord's JSON beside its handler, or one per subcommand; a missing one does not compile. */
export function command<const Json extends CommandJson>(json: Json, handlers: HandlersOf<Json>): Command;
export function command(json: CommandJson, handlers: Handler | Record<string, Handler>): Command {
  const routes = isHandler(handlers) ? [routeOf(json, handlers)] : subroutesOf(json, handlers);
  return {
    json,
    match({ options: given, resolved }) {
      const typed = unfold(json, given);
      const route = routes.find(({ name }) => name === typed.name);
      const options = route && readOptions(route.options, typed.options, resolved);
      return options && { route, options };
    },
  };
}

function routeOf({ name, options = [] }: CommandJson, handler: Handler): Route {
  return { ...handler, name, options: options.filter((option) => !isSubcommand(option)) };
}

function subroutesOf({ name, options = [] }: CommandJson, handlers: Record<string, Handler>): Route[] {
  return options.filter(isSubcommand).flatMap((subcommand) => {
    const handler = handlers[subcommand.name];
    return handler
      ? [{ ...handler, name: `${name} ${subcommand.name}`, options: subcommand.options ?? [] }]
      : [];
  });
}

function unfold({ name }: CommandJson, given: GivenOption[]): { name: string; options: GivenOption[] } {
  const [first] = given;
  if (first?.type !== ApplicationCommandOptionType.Subcommand) return { name, options: given };
  return { name: `${name} ${first.name}`, options: first.options };
}

function isHandler(handlers: Handler | Record<string, Handler>): handlers is Handler {
  return typeof handlers.run === 'function';
}

function isSubcommand(option: OptionJson | SubcommandJson): option is SubcommandJson {
  return option.type === ApplicationCommandOptionType.Subcommand;
}
