import type {
  APIInteractionResponseCallbackData,
  APIModalInteractionResponseCallbackData,
} from 'discord-api-types/v10';

/** What people see. Mentions in it are shown and ping nobody. */
export type Message = Pick<APIInteractionResponseCallbackData, 'content' | 'embeds' | 'components'>;

/** A form; its custom id names the entry of the table of modals that reads it (component.ts). */
export type ModalJson = APIModalInteractionResponseCallbackData;

/**
 * Goes on after the answer was given, and puts newer messages in its place. `say` answers false where that is over: the
 * answer was deleted, or Discord takes no more. It lives no longer than its process. Of what a component answers, only an update
 * of its own message has one.
 */
export type Sequel = (say: (message: Message) => Promise<boolean>) => Promise<void>;

/** What a handler answers. A refusal is an expected outcome: it tells its user, and nobody else, what to do next. */
export type Answer =
  | { is: 'shown'; message: Message; sequel?: Sequel }
  /** The message that the pressed component sits on becomes this one. */
  | { is: 'updated'; message: Message; sequel?: Sequel }
  /** A form opens. Discord takes it as the first answer only, so whoever asks must not look far before. */
  | { is: 'asked'; modal: ModalJson }
  | { is: 'refused'; message: Message };

export function shown(message: Message, sequel?: Sequel): Answer {
  return { is: 'shown', message, sequel };
}

export function updated(message: Message, sequel?: Sequel): Answer {
  return { is: 'updated', message, sequel };
}

export function asked(modal: ModalJson): Answer {
  return { is: 'asked', modal };
}

export function refused(content: string): Answer {
  return { is: 'refused', message: { content } };
}
