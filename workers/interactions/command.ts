import { ApplicationCommandOptionType } from 'discord-api-types/v10';
import type { Context } from '../context.ts';
import type { Answer } from './answer.ts';
import type { Caller } from './caller.ts';
import type { CommandJson, MenuJson, OptionJson, SubcommandJson } from './declaration.ts';
import type { GivenOption, Invocation } from './invocation.ts';
import { type OptionValue, type OptionValues, readOptions } from './options.ts';
import type { Suggest } from './suggest.ts';

/** What a handler is asked. */
export interface Call<Options> extends Caller {
  options: Options;
}

/** Who sees what a handler shows; refusals and errors are always private. */
export type Replies = 'publicly' | 'privately';

/**
 * May run several times for one interaction, also side by side: decisions go by `call.id`. `suggest` has the options
 * that declare `autocomplete`.
 */
export interface Handler<Options = OptionValues> {
  /** `as-asked`: whoever calls it says so by its option `show`. */
  replies: Replies | 'as-asked';
  run(call: Call<Options>, context: Context): Promise<Answer>;
  suggest?: { readonly [O in keyof Options]?: Suggest };
}

/** What answers a command, once it is known which one it is. */
export interface Match {
  /** As people type it, without the slash: `bytes read`. */
  name: string;
  replies: Replies;
  run(caller: Caller, context: Context): Promise<Answer>;
}

export interface Command {
  json: CommandJson | MenuJson;
  /** Undefined where Discord knows another version of the command than this one. */
  match(invocation: Invocation): Match | undefined;
  /** Suggestions for the option that is being typed into. */
  suggest?(invocation: Invocation): Suggest | undefined;
}

interface Route extends Handler {
  name: string;
  options: readonly OptionJson[];
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
  const find = (given: GivenOption[]) => {
    const typed = unfold(json, given);
    const route = routes.find(({ name }) => name === typed.name);
    return { route, given: typed.options };
  };
  return {
    json,
    match(invocation) {
      const { route, given } = find(invocation.options);
      const options = route && readOptions(route.options, given, invocation.resolved);
      if (!options) return undefined;
      const { name } = route;
      const replies = repliesOf(route, options);
      return { name, replies, run: (caller, context) => route.run({ ...caller, options }, context) };
    },
    suggest(invocation) {
      const { route, given } = find(invocation.options);
      const focused = given.find((option) => option.focused);
      return focused && route?.suggest?.[focused.name];
    },
  };
}

function repliesOf({ replies }: Route, { show }: OptionValues): Replies {
  if (replies !== 'as-asked') return replies;
  return show === true ? 'publicly' : 'privately';
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
