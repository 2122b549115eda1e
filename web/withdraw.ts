import type { Actor } from '../shared/core/actor.ts';
import type { Snowflake } from '../shared/core/snowflake.ts';
import { lift } from '../shared/effects/moderation.ts';
import { type Withdrawn, withdrawWarning } from '../shared/moderation/withdraw.ts';
import { askEffects } from './ask-effects.ts';
import { logCases } from './log-cases.ts';
import type { LogDeps } from './write-log.ts';

/** Takes a warning back, has Discord asked to lift what had followed from it, and the case log told. */
export async function withdraw(
  deps: LogDeps,
  order: { guild: Snowflake; id: string; by: Actor; note: string },
): Promise<Withdrawn> {
  const withdrawn = await withdrawWarning(deps, order);
  if (withdrawn.is !== 'withdrawn') return withdrawn;
  const { guild } = order;
  await askEffects(
    deps,
    withdrawn.lifted.map((id) => lift({ id, guild })),
  );
  await logCases(deps, guild, { ids: withdrawn.resolved, what: 'resolved' });
  return withdrawn;
}
