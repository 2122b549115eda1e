import { HOUR, MINUTE, SECOND } from '../core/clock.ts';
import type { CaseKind } from '../moderation/model.ts';
import type { Action } from './action.ts';

const longest = 28 * 24 * HOUR; // Discord documentation, "Modify Guild Member"

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
    endsAt: action.is === 'timeout' ? endOf(action.minutes, at, now) : null,
    deleteMessageSeconds: action.is === 'ban' ? (action.deleteHours * HOUR) / SECOND : 0,
  };
}

/**
 * When a timeout for something done at that time ends: counted from then, or from now where that would be over already. At
 * most 28 days from now, whatever clocks say.
 */
export function endOf(minutes: number, at: number, now: number): Date {
  const wanted = at + minutes * MINUTE;
  return new Date(Math.min(wanted > now ? wanted : now + minutes * MINUTE, now + longest));
}
