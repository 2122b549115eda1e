import {
  type APIInteractionResponse,
  InteractionResponseType,
  MessageFlags,
  Routes,
} from 'discord-api-types/v10';
import { z } from 'zod';
import type { Context } from '../context.ts';
import type { Message } from './answer.ts';
import { ask, type Refusal } from './refusals.ts';

type Deps = Pick<Context, 'rest' | 'applicationId'>;
type Heard = Promise<'done' | Refusal>;

/** What replying needs of an interaction. The token is a secret for 15 minutes: it must not reach a log. */
export interface Replyable {
  id: string;
  token: string;
}

/** The first reply to an interaction, as Discord holds it. */
export interface Original {
  /** Only the one who asked sees it. */
  hidden: boolean;
  /** Deferred: it shows that we are thinking. */
  waiting: boolean;
}

const WithFlags = z.object({ flags: z.int().default(0) });

/** The callback that shows a message at once. */
export function show({ rest }: Pick<Deps, 'rest'>, to: Replyable, message: Message, hidden: boolean): Heard {
  const type = InteractionResponseType.ChannelMessageWithSource;
  return callback(rest, to, { type, data: { ...bodyOf(message), ...flagsOf(hidden) } });
}

/** The callback that says that the answer will come. Whether it will be hidden is decided here. */
export function defer({ rest }: Pick<Deps, 'rest'>, to: Replyable, hidden: boolean): Heard {
  const type = InteractionResponseType.DeferredChannelMessageWithSource;
  return callback(rest, to, { type, data: flagsOf(hidden) });
}

/** The callback to somebody who is typing: nothing to choose from. */
export function offerNothing({ rest }: Pick<Deps, 'rest'>, to: Replyable): Heard {
  const type = InteractionResponseType.ApplicationCommandAutocompleteResult;
  return callback(rest, to, { type, data: { choices: [] } });
}

/** The original reply; undefined where there is none. */
export async function lookUp(deps: Deps, to: Replyable): Promise<Original | undefined> {
  const found = await ask(deps.rest.get(original(deps, to), { auth: false }), WithFlags.parse);
  if (typeof found === 'string') return undefined;
  const has = (flag: MessageFlags) => (found.flags & flag) !== 0;
  return { hidden: has(MessageFlags.Ephemeral), waiting: has(MessageFlags.Loading) };
}

/** Puts a message in the place of the original reply, deferred or not. */
export function edit(deps: Deps, to: Replyable, message: Message): Heard {
  return ask(deps.rest.patch(original(deps, to), { body: bodyOf(message), auth: false }), done);
}

/** Takes a public original away and tells only the one who asked: Discord never hides what it began to show. */
export async function hide(deps: Deps, to: Replyable, message: Message): Heard {
  const removed = await ask(deps.rest.delete(original(deps, to), { auth: false }), done);
  if (removed !== 'done') return removed;
  const body = { ...bodyOf(message), ...flagsOf(true) };
  return ask(deps.rest.post(Routes.webhook(deps.applicationId, to.token), { body, auth: false }), done);
}

function callback(rest: Deps['rest'], { id, token }: Replyable, body: APIInteractionResponse): Heard {
  return ask(rest.post(Routes.interactionCallback(id, token), { body, auth: false }), done);
}

function original({ applicationId }: Deps, { token }: Replyable) {
  return Routes.webhookMessage(applicationId, token, '@original');
}

/** Everything is stated, so that an edit leaves nothing of what stood there; nobody is pinged. */
function bodyOf({ content = '', embeds = [] }: Message) {
  return { content, embeds, allowed_mentions: { parse: [] } };
}

function flagsOf(hidden: boolean) {
  return hidden ? { flags: MessageFlags.Ephemeral as const } : {};
}

function done(): 'done' {
  return 'done';
}
