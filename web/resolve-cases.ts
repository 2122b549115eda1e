import type { Deed } from '../shared/accounts/audit.ts';
import type { Snowflake } from '../shared/core/snowflake.ts';
import { lift } from '../shared/effects/moderation.ts';
import type { Refusal } from '../shared/moderation/act-rules.ts';
import { type Resolved, resolve } from '../shared/moderation/take-back.ts';
import { askEffects } from './ask-effects.ts';
import type { Deps } from './context.ts';
import { refusalOf } from './judge-case.ts';
import { logCases } from './log-cases.ts';

/** `refused`: whoever came by a link to the panel may not do that to the case. */
export type WebResolved = { number: number } & (Resolved | { is: 'refused'; refusal: Refusal });

/** Resolves cases by their numbers, each for itself, and has Discord asked to take back what `undo` undoes. */
export async function resolveCases(
  deps: Deps,
  guild: Snowflake,
  numbers: readonly number[],
  how: { undo: boolean; note: string },
  { actor }: Pick<Deed, 'actor'>,
): Promise<WebResolved[]> {
  const all: WebResolved[] = [];
  const what = how.undo ? 'undo' : 'resolve';
  for (const number of numbers) {
    const refusal = await refusalOf(deps, guild, { number, what }, actor);
    if (refusal) all.push({ number, is: 'refused', refusal });
    else all.push({ number, ...(await resolve(deps, { guild, number, by: actor, ...how })) });
  }
  const done = all.flatMap((each) => (each.is === 'resolved' ? [each] : []));
  await askEffects(
    deps,
    done.flatMap(({ lifted }) => lifted.map((id) => lift({ id, guild }))),
  );
  await logCases(deps, guild, { ids: done.map((each) => each.case), what: 'resolved' });
  return all;
}
