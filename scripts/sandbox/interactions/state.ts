import { MessageFlags } from 'discord-api-types/v10';
import { answerWithin } from '../limits.ts';
import type { Interaction } from '../world/types.ts';

/** What the user sees of it: `failed` is "The application did not respond", `thinking` a deferral not yet filled in. */
export type InteractionState = 'waiting' | 'failed' | 'thinking' | 'answered';

export function stateOf({ answer, original, createdAt }: Interaction, now: number): InteractionState {
  if (answer.is === 'none') return now - createdAt > answerWithin ? 'failed' : 'waiting';
  return (original?.flags ?? 0) & MessageFlags.Loading ? 'thinking' : 'answered';
}
