import type { APIInteractionResponseCallbackData } from 'discord-api-types/v10';

/** What people see. Mentions in it are shown and ping nobody. */
export type Message = Pick<APIInteractionResponseCallbackData, 'content' | 'embeds'>;

/** What a handler answers. A refusal is an expected outcome: it tells its user, and nobody else, what to do next. */
export type Answer = { is: 'shown'; message: Message } | { is: 'refused'; message: Message };

export function shown(message: Message): Answer {
  return { is: 'shown', message };
}

export function refused(content: string): Answer {
  return { is: 'refused', message: { content } };
}
