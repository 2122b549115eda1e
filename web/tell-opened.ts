import type { Snowflake } from '../shared/core/snowflake.ts';
import { log, tellMember } from '../shared/effects/moderation.ts';
import { logCases } from '../shared/moderation/logs/cases.ts';
import { wordsOf } from '../shared/moderation/member-words.ts';
import { loadModerationSettings } from '../shared/moderation/store.ts';
import { askEffects } from './ask-effects.ts';
import type { LogDeps } from './write-log.ts';

/** Tells members and the case log of cases that were opened, by their ids, where the guild wants that; repeated, once. */
export async function tellOpened(deps: LogDeps, guild: Snowflake, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const policies = await loadModerationSettings(deps, [guild]);
  const words = await wordsOf(deps, policies, ids);
  const entries = await logCases(
    deps,
    policies,
    ids.map((id) => ({ id, guild, what: 'opened' })),
  );
  await askEffects(deps, [...words.map(tellMember), ...entries.map(log)]);
}
