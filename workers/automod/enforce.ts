import { recordFirings } from '../../shared/automod/firings.ts';
import type { Hit } from '../../shared/automod/hit.ts';
import { log } from '../../shared/effects/moderation.ts';
import { queueEffects } from '../../shared/effects/planned.ts';
import { logCases } from '../../shared/moderation/logs/cases.ts';
import { findGuildNames } from '../../shared/sync/guild-names.ts';
import type { Context } from '../context.ts';
import { planMessages, planPunishments, toBeTold, toldCases } from './follow.ts';

export type EnforceDeps = Pick<
  Context,
  'db' | 'clock' | 'settings' | 'queue' | 'partitions' | 'metrics' | 'tallies'
>;

/**
 * Records what fired, and asks for what follows: first what Discord is to do, then what people are told. Repeated, it asks
 * for the same; what was said already is not said again once Discord may have forgotten that it was.
 */
export async function enforce(
  context: EnforceDeps,
  hits: readonly Hit[],
  { attempt }: { attempt: number },
): Promise<void> {
  if (hits.length === 0) return;
  const guilds = new Set(hits.map(({ guild }) => guild));
  const policies = await context.settings.moderation.get(guilds);
  const now = context.clock();
  const recorded = await recordFirings(context, hits, { now, policies });
  for (const { outcome, hit } of recorded.firings.filter(({ isNew }) => isNew)) {
    context.metrics.firings.inc({ outcome });
    context.tallies.add('firings', hit.guild, now);
  }
  await queueEffects(context, planPunishments(recorded));
  const told = toBeTold(recorded, { attempt, now });
  if (told.firings.length === 0) return;
  const configs = await context.settings.automod.get(guilds);
  const names = await findGuildNames(context, [...guilds]);
  const cases = await logCases(context, policies, toldCases(told));
  await queueEffects(context, [...planMessages(told, { policies, configs, names }), ...cases.map(log)]);
}
