import { lift, log, punish, tellMember } from '../../shared/effects/moderation.ts';
import { type PlannedEffect, queueEffects } from '../../shared/effects/planned.ts';
import { type Acted, act, type Order } from '../../shared/moderation/act.ts';
import type { CaseState } from '../../shared/moderation/cases.ts';
import { logCases } from '../../shared/moderation/logs/cases.ts';
import { wordsOf } from '../../shared/moderation/member-words.ts';
import type { Context } from '../context.ts';
import { awaitCases, type Settled } from './waiting.ts';

export type ActDeps = Pick<Context, 'db' | 'log' | 'clock' | 'queue' | 'partitions' | 'settings'>;

/** What was ordered, and how Discord answered, as far as it did. */
export interface CarriedOut {
  order: Order;
  acted: Acted;
  settled: Settled;
}

/**
 * Does it to all of them, all together or to none, in one guild; asks Discord, waits for its answers, and lets members and
 * the log know. Repeated, it changes nothing, and asks for and tells the same.
 */
export async function carryOut(deps: ActDeps, orders: readonly Order[]): Promise<CarriedOut[]> {
  const all = await act(deps, orders, deps.clock());
  await queueEffects(deps, all.flatMap(effectsOf));
  const opened = all.flatMap(({ case: first, ladder }) => [first, ...ladder]);
  const ids = [...opened.map(({ id }) => id), ...all.flatMap(({ lifted }) => lifted)];
  const answers = await awaitCases(deps, ids);
  await tell(deps, opened);
  return all.flatMap((acted, index): CarriedOut[] => {
    const order = orders[index];
    const { id, effect, lift: lifting } = acted.case;
    const settled = answers.get(id) ?? { effect, lift: lifting, answer: null };
    return order ? [{ order, acted, settled }] : [];
  });
}

function effectsOf({ case: opened, ladder, lifted }: Acted): PlannedEffect[] {
  const { guild } = opened;
  const due = [opened, ...ladder].filter(({ effect, resolved }) => effect === 'wanted' && !resolved);
  return [...due.flatMap((state) => punish(state) ?? []), ...lifted.map((id) => lift({ id, guild }))];
}

/** Members and the case log, as far as the guild wants that. */
async function tell(deps: ActDeps, opened: readonly CaseState[]): Promise<void> {
  const policies = await deps.settings.moderation.get(opened.map(({ guild }) => guild));
  const words = await wordsOf(
    deps,
    policies,
    opened.map(({ id }) => id),
  );
  const entries = await logCases(
    deps,
    policies,
    opened.map(({ id, guild }) => ({ id, guild, what: 'opened' })),
  );
  await queueEffects(deps, [...words.map(tellMember), ...entries.map(log)]);
}
