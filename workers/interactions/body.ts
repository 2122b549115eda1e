import { MessageFlags } from 'discord-api-types/v10';
import type { Message } from './answer.ts';

/** Everything is stated, so that an edit leaves nothing of what stood there; nobody is pinged. */
export function bodyOf({ content = '', embeds = [], components = [] }: Message) {
  return { content, embeds, components, allowed_mentions: { parse: [] } };
}

export function flagsOf(hidden: boolean) {
  return hidden ? { flags: MessageFlags.Ephemeral as const } : {};
}
