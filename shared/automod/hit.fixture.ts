import { MINUTE, SECOND } from '../core/clock.ts';
import { snowflakeAt } from '../core/snowflake.ts';
import type { Action } from './action.ts';
import type { Hit } from './hit.ts';

/** When tests of firings take place. */
export const noon = Date.UTC(2026, 0, 5, 12);

export interface Given {
  guild?: string;
  user?: string;
  rule?: string;
  burst?: string;
  mode?: Hit['mode'];
  source?: Hit['source'];
  deletes?: boolean;
  /** Seconds after noon at which its messages were written; it fires at the last. */
  at?: number[];
}

/** A hit of a rule that counts messages within ten seconds. */
export function hit(action: Action, given: Given = {}): Hit {
  const { guild = '100', user = '900', rule = '1', at = [0], ...rest } = given;
  const times = at.map((seconds) => noon + seconds * SECOND);
  const last = times.at(-1) ?? noon;
  return {
    guild,
    user,
    source: 'rule',
    rule: { id: rule, name: `Rule ${rule}`, kind: 'message-count', version: 1 },
    burst: snowflakeAt(last),
    mode: 'enforce',
    action,
    deletes: false,
    counted: { reached: at.length, needed: at.length, within: 10 * SECOND },
    conditions: [{ what: 'exemptions', holds: true, why: 'Not exempt.' }],
    why: `${at.length} messages within 10 seconds.`,
    excerpt: 'hello',
    messages: times.map((time) => ({ id: snowflakeAt(time, Number(user)), channel: '200', at: time })),
    from: times[0] ?? noon,
    to: last,
    firedAt: last,
    until: last + MINUTE,
    ...rest,
  };
}
