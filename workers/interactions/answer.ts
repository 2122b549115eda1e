import type { APIInteractionResponseCallbackData } from 'discord-api-types/v10';

/** What people see. Mentions in it are shown and ping nobody. */
export type Message = Pick<APIInteractionResponseCallbackData, 'content' | 'embeds'>;

/**
 * Goes on after the answer was given, and puts newer messages in its place. `say` answers false where that is over: the
 * answer was deleted, or Discord takes no more. It lives no longer than its process.
 */
export type Sequel = (say: (message: Message) => Promise<boolean>) => Promise<void>;

/** What a handler answers. A refusal is an expected outcome: it tells its user, and nobody else, what to do next. */
export type Answer = { is: 'shown'; message: Message; sequel?: Sequel } | { is: 'refused'; message: Message };

export function shown(message: Message, sequel?: Sequel): Answer {
  return { is: 'shown', message, sequel };
}

export function refused(content: string): Answer {
  return { is: 'refused', message: { content } };
}
