import { MINUTE } from '../../shared/core/clock.ts';
import type { Snowflake } from '../../shared/core/snowflake.ts';
import { nextRung } from '../../shared/moderation/ladder.ts';
import type { Rung } from '../../shared/moderation/settings.ts';
import { loadModerationSettings } from '../../shared/moderation/store.ts';
import { countActive } from '../../shared/moderation/warnings.ts';
import type { PageDeps } from '../http/page.ts';
import { lasting } from './firing-words.ts';

/** What one more warning would be for each of them on the guild's ladder, as it is now; nothing where there is none. */
export async function foretellWarnings(
  deps: Pick<PageDeps, 'db' | 'log'>,
  guild: Snowflake,
  users: readonly Snowflake[],
): Promise<Map<Snowflake, string>> {
  const policy = (await loadModerationSettings(deps, [guild])).get(guild);
  if (!policy || policy.ladder.length === 0) return new Map();
  const active = await countActive(deps.db, guild, users);
  return new Map(
    users.map((user) => {
      const count = (active.get(user) ?? 0) + 1;
      return [user, inWords(count, nextRung(policy, count))];
    }),
  );
}

function inWords(count: number, rung: Rung | undefined): string {
  if (!rung) return `This would be active warning ${count}, past the last step of the ladder.`;
  const place = `This would be active warning ${count} of ${rung.warnings}`;
  return rung.warnings === count ? `${place}: ${stepOf(rung)}.` : `${place} before a ${stepOf(rung)}.`;
}

function stepOf({ action, minutes }: Rung): string {
  return action === 'timeout' ? `timeout of ${lasting(minutes * MINUTE)}` : action;
}
