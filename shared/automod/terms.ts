import { HOUR, SECOND } from '../core/clock.ts';
import type { CaseKind } from '../moderation/model.ts';
import { endOfTimeout } from '../moderation/timeout-end.ts';
import type { Action } from './action.ts';

/** What an action makes of a case. */
export interface Terms {
  kind: Extract<CaseKind, 'warn' | 'timeout' | 'kick' | 'ban'>;
  endsAt: Date | null;
  deleteMessageSeconds: number;
}

/** Undefined for what only deletes: it makes no case. */
export function termsOf(action: Action, at: number, now: number): Terms | undefined {
  if (action.is === 'delete') return undefined;
  return {
    kind: action.is,
    endsAt: action.is === 'timeout' ? endOfTimeout(action.minutes, at, now) : null,
    deleteMessageSeconds: action.is === 'ban' ? (action.deleteHours * HOUR) / SECOND : 0,
  };
}
