import { joinRate } from '../../shared/automod/kinds/join-rate.ts';
import { holdLockdown } from '../../shared/automod/lockdown.ts';
import type { Rule } from '../../shared/automod/rule.ts';
import type { Held } from '../../shared/automod/windows.ts';
import { MINUTE } from '../../shared/core/clock.ts';
import { timeOf } from '../../shared/core/snowflake.ts';
import { lockdown } from '../../shared/effects/moderation.ts';
import { queueEffects } from '../../shared/effects/planned.ts';
import type { Context } from '../context.ts';
import { groupBy } from './group-by.ts';
import type { Judgement } from './judged.ts';

/** Shuts guilds off where members join too fast and a rule says so; joins that go on prolong it. */
export async function lockDown(
  context: Pick<Context, 'db' | 'queue' | 'partitions'>,
  held: readonly Held[],
  judgement: Judgement,
): Promise<void> {
  const bursts = groupBy(
    held.filter(({ holds }) => holds),
    ({ rule, burst }) => `${rule}:${burst}`,
  );
  const looked = judgement.judged.flatMap(({ rules }) => rules);
  const guilds = new Set<string>();
  for (const joins of bursts.values()) {
    const [first] = joins;
    const calmMs = first && calmOf(looked.find(({ id }) => id === first.rule)?.rule);
    if (!first || calmMs === undefined) continue;
    const { guild, rule, burst } = first;
    const heldAt = new Date(Math.max(...joins.map(({ entry }) => timeOf(entry))));
    await holdLockdown(context, { guild, rule, since: new Date(timeOf(burst)), heldAt, calmMs });
    guilds.add(guild);
  }
  await queueEffects(context, [...guilds].map(lockdown));
}

/** How long it must be calm, in milliseconds; undefined where the rule locks nothing down. */
function calmOf(rule: Rule | undefined): number | undefined {
  if (rule?.kind !== 'join-rate' || rule.mode !== 'enforce') return undefined;
  const { lockdown, calmMinutes } = joinRate.schema.parse(rule.settings);
  return lockdown ? calmMinutes * MINUTE : undefined;
}
