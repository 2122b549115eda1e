import type { Snowflake } from '../shared/core/snowflake.ts';
import { tellMember } from '../shared/effects/moderation.ts';
import type { PlannedEffect } from '../shared/effects/planned.ts';
import type { CaseState } from '../shared/moderation/cases.ts';
import { textForMember } from '../shared/moderation/member-texts.ts';
import { loadModerationSettings } from '../shared/moderation/store.ts';
import { findGuildNames } from '../shared/sync/guild-names.ts';
import type { Deps } from './context.ts';

/** Tells members of new warnings and timeouts, where the guild wants that; before kicks and bans they are told with those. */
export async function planWords(
  deps: Pick<Deps, 'db' | 'log'>,
  guild: Snowflake,
  told: readonly { state: CaseState; reason: string }[],
): Promise<PlannedEffect[]> {
  const isTold = ({ state }: { state: CaseState }) => state.kind === 'warn' || state.kind === 'timeout';
  const due = told.filter(isTold);
  if (due.length === 0) return [];
  const policy = (await loadModerationSettings(deps, [guild])).get(guild);
  if (!policy?.tellMember) return [];
  const name = (await findGuildNames(deps, [guild])).get(guild) ?? '';
  return due.flatMap(({ state, reason }) => {
    const { id, user, kind, number, endsAt } = state;
    const until = endsAt === null ? null : new Date(endsAt);
    const content = textForMember({ kind, number, guild: name, reason, endsAt: until });
    return content ? [tellMember({ guild, user, content, nonce: `case-${id}-${kind}` })] : [];
  });
}
