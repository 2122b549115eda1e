import { type APIInteractionResponse, Routes, InteractionResponseType as Type } from 'discord-api-types/v10';
import type { Context } from '../context.ts';
import type { Message, ModalJson } from './answer.ts';
import { bodyOf, flagsOf } from './body.ts';
import { ask, type Heard } from './refusals.ts';
import type { Replyable } from './reply.ts';
import type { Choice } from './suggest.ts';

// The first reply to an interaction: Discord takes exactly one, within three seconds.

type Deps = Pick<Context, 'rest'>;

/** Shows a message at once. */
export function show(deps: Deps, to: Replyable, message: Message, hidden: boolean): Heard {
  const data = { ...bodyOf(message), ...flagsOf(hidden) };
  return call(deps, to, { type: Type.ChannelMessageWithSource, data });
}

/** Puts a message in the place of the one that the component sits on. */
export function update(deps: Deps, to: Replyable, message: Message): Heard {
  return call(deps, to, { type: Type.UpdateMessage, data: bodyOf(message) });
}

/** Opens a form. */
export function openForm(deps: Deps, to: Replyable, modal: ModalJson): Heard {
  return call(deps, to, { type: Type.Modal, data: modal });
}

/** Says that the answer will come. Whether it will be hidden is decided here. */
export function defer(deps: Deps, to: Replyable, hidden: boolean): Heard {
  return call(deps, to, { type: Type.DeferredChannelMessageWithSource, data: flagsOf(hidden) });
}

/** The same where the answer will be on the component's own message. */
export function deferUpdate(deps: Deps, to: Replyable): Heard {
  return call(deps, to, { type: Type.DeferredMessageUpdate });
}

/** To somebody who is typing. */
export function offer(deps: Deps, to: Replyable, choices: Choice[]): Heard {
  return call(deps, to, { type: Type.ApplicationCommandAutocompleteResult, data: { choices } });
}

function call({ rest }: Deps, { id, token }: Replyable, body: APIInteractionResponse): Heard {
  return ask(rest.post(Routes.interactionCallback(id, token), { body, auth: false }), () => 'done');
}
