import { log } from '../../shared/effects/moderation.ts';
import { queueEffects } from '../../shared/effects/planned.ts';
import { logDeeds } from '../../shared/moderation/logs/deeds.ts';
import { loadModerationSettings } from '../../shared/moderation/store.ts';
import type { EffectDeps, EffectOf } from './kind.ts';

/** Has the guild's case log say what became of a deed, whoever asked for it. Repeated, it is the same entry. */
export async function logDeed(deps: EffectDeps, { guild, deed }: EffectOf<'channel-deed'>): Promise<void> {
  const policies = await loadModerationSettings(deps, [guild]);
  await queueEffects(deps, (await logDeeds(deps, policies, [deed])).map(log));
}
