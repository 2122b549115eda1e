import { MessageFlags } from 'discord-api-types/v10';
import { texts } from '../../workers/interactions/texts.ts';
import type { Sandbox } from '../sandbox/index.ts';

/** What the user of a command reads at last. */
export interface Reading {
  reads: 'nothing' | 'waiting' | 'done' | 'other';
  text: string;
}

export function readBy(sandbox: Sandbox, interaction: string, isDone: (text: string) => boolean): Reading {
  const original = sandbox.world.interactions.get(interaction)?.original;
  if (!original) return { reads: 'nothing', text: '' };
  const text = original.content;
  const isLoading = ((original.flags ?? 0) & MessageFlags.Loading) !== 0;
  if (isLoading || text === texts('en-US').processing) return { reads: 'waiting', text };
  return { reads: isDone(text) ? 'done' : 'other', text };
}
