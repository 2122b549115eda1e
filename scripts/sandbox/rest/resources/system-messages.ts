import { MessageType as Type } from 'discord-api-types/v10';
import type { Message } from '../../world/types.ts';

const written = new Set([
  Type.Default,
  Type.Reply,
  Type.ChatInputCommand,
  Type.ContextMenuCommand,
  Type.ThreadStarterMessage,
]);

// Discord's documentation, "Message Types", the column Deletable
const kept = new Set([
  Type.RecipientAdd,
  Type.RecipientRemove,
  Type.Call,
  Type.ChannelNameChange,
  Type.ChannelIconChange,
  Type.ThreadStarterMessage,
]);

/** Made by Discord itself, not written by anybody. */
export function isSystem({ type }: Message): boolean {
  return !written.has(type);
}

export function isDeletable({ type }: Message): boolean {
  return !kept.has(type);
}
