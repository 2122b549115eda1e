import { DAY } from '../core/clock.ts';
import type { Fault } from '../core/faults.ts';
import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';
import { exemptionsOf } from './backtest-exempt.ts';
import { countTraces, readGroups } from './backtest-rows.ts';
import { type Hits, openTally } from './backtest-tally.ts';
import { kindOf } from './kinds/registry.ts';
import { checkDraft } from './rule-draft.ts';

const mostDays = 7; // as long as traces are kept
const atOnce = 1_000_000; // messages in memory, 32 bytes each

export type Backtest =
  | { is: 'faulty'; faults: Fault[] }
  /** A content rule: no text is kept. */
  | { is: 'no-text' }
  /** A rule of joins: only messages are recorded. */
  | { is: 'no-messages' }
  | ({ is: 'done'; from: Date; looked: number } & Hits);

/**
 * What a draft of a rule would have hit among the messages of the last days (at most 7) whose traces were recorded, by the
 * same conditions and the same windows as live. Roles are those that members have now. `now`: milliseconds since 1970.
 */
export async function backtest(
  { db }: { db: Knex },
  guild: Snowflake,
  { rule, days, now }: { rule: Readonly<Record<string, unknown>>; days: number; now: number },
): Promise<Backtest> {
  const checked = checkDraft({ name: 'draft', action: { is: 'delete' }, ...rule });
  if (checked.is === 'faulty') return checked;
  const { draft } = checked;
  const window = kindOf(draft.kind).window(draft.settings);
  if (kindOf(draft.kind).on !== 'message') return { is: 'no-messages' };
  if (window.counts === 'matches') return { is: 'no-text' };
  const [from, to] = [new Date(now - Math.min(days, mostDays) * DAY), new Date(now)];
  const [exempt, looked] = await Promise.all([
    exemptionsOf({ db }, guild, draft),
    countTraces({ db }, { guild, from, to }),
  ]);
  const tally = openTally(draft, window);
  const parts = Math.max(1, Math.ceil(looked / atOnce));
  for (let part = 0; exempt && part < parts; part++)
    for (const group of await readGroups({ db }, { guild, from, to, exempt }, { window, part, parts }))
      tally.add(group);
  return { is: 'done', from, looked, ...tally.sum() };
}
