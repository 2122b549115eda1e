import type { Award } from '../../shared/bytes/commit-awards.ts';
import type { WantedGrant } from '../../shared/bytes/earned-roles.ts';
import { reachedTier } from '../../shared/bytes/rules.ts';
import type { BytesSettings } from '../../shared/bytes/settings.ts';
import { partitionOf } from '../../shared/core/keys.ts';
import type { Effect } from '../../shared/core/queues.ts';
import type { Context } from '../context.ts';
import { texts } from './texts.ts';

/** An effect with the id that makes a repeated `add` the same job. */
export interface PlannedEffect {
  id: string;
  effect: Effect;
}

/** How a committed award is shown, by the guild's setting; a tier reached always gets a message unless off. */
export function announce(award: Award, settings: BytesSettings | undefined): PlannedEffect | undefined {
  if (!settings || settings.config.announce === 'off') return undefined;
  const { guild, channel, message } = award;
  if (settings.config.announce === 'reaction' && award.tier === null) {
    const { emoji } = settings.config;
    return { id: `react-${message}`, effect: { kind: 'react', guild, channel, message, emoji } };
  }
  // in English: nothing tells a guild's language here yet
  const content = texts().award({ ...award, tier: reachedTier(settings.config, award) });
  return {
    id: `say-${message}`,
    effect: { kind: 'say', guild, channel, nonce: message, content, pings: [] },
  };
}

export function grant({ guild, user, role }: WantedGrant): PlannedEffect {
  return { id: `grant-${guild}-${user}-${role}`, effect: { kind: 'grant-role', guild, user, role } };
}

/** Queues the effects of a batch with one call: its events, and so its effects, are of one partition. */
export async function queueEffects(
  { queue, partitions }: Pick<Context, 'queue' | 'partitions'>,
  planned: PlannedEffect[],
): Promise<void> {
  const [first] = planned;
  if (!first) return;
  const jobs = planned.map(({ id, effect }) => ({ name: effect.kind, data: effect, opts: { jobId: id } }));
  await queue('effects', partitionOf(first.effect.guild, partitions)).addBulk(jobs);
}
