import { lift, log, punish, tellMember } from '../../shared/effects/moderation.ts';
import { type PlannedEffect, queueEffects } from '../../shared/effects/planned.ts';
import { type Acted, act, type Order } from '../../shared/moderation/act.ts';
import type { CaseState } from '../../shared/moderation/cases.ts';
import { logCases } from '../../shared/moderation/logs/cases.ts';
import { textForMember } from '../../shared/moderation/member-texts.ts';
import { findGuildNames } from '../../shared/sync/guild-names.ts';
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
  const ids = all.flatMap(({ case: opened, ladder, lifted }) => [
    opened.id,
    ...ladder.map(({ id }) => id),
    ...lifted,
  ]);
  const answers = await awaitCases(deps, ids);
  const isInForce = ({ id, effect }: CaseState) => {
    const known = answers.get(id)?.effect ?? effect;
    return known === 'done' || known === 'wanted'; // not known yet: most of them come to pass
  };
  const carried = all.flatMap((acted, index): CarriedOut[] => {
    const order = orders[index];
    const { id, effect, lift: lifting } = acted.case;
    const settled = answers.get(id) ?? { effect, lift: lifting, answer: null };
    return order ? [{ order, acted, settled }] : [];
  });
  await queueEffects(deps, [
    ...(await planWords(deps, carried, isInForce)),
    ...(await planLog(deps, carried)),
  ]);
  return carried;
}

function effectsOf({ case: opened, ladder, lifted }: Acted): PlannedEffect[] {
  const { guild } = opened;
  const due = [opened, ...ladder].filter(({ effect, resolved }) => effect === 'wanted' && !resolved);
  return [...due.flatMap((state) => punish(state) ?? []), ...lifted.map((id) => lift({ id, guild }))];
}

/** To members, where that comes after: of warnings, and of timeouts that Discord did or is still to do. */
async function planWords(
  deps: ActDeps,
  carried: readonly CarriedOut[],
  isInForce: (state: CaseState) => boolean,
): Promise<PlannedEffect[]> {
  const guild = carried[0]?.order.guild;
  if (guild === undefined) return [];
  const policy = (await deps.settings.moderation.get([guild])).get(guild);
  if (policy && !policy.tellMember) return [];
  const name = (await findGuildNames(deps, [guild])).get(guild) ?? '';
  return carried.flatMap(({ order, acted: { case: opened, ladder } }) =>
    [opened, ...ladder].flatMap((state): PlannedEffect[] => {
      const { id, user, kind, number, endsAt } = state;
      if (kind !== 'warn' && !(kind === 'timeout' && isInForce(state))) return [];
      const told = { kind, number, guild: name, reason: order.reason };
      const content = textForMember({ ...told, endsAt: endsAt === null ? null : new Date(endsAt) });
      return content ? [tellMember({ guild, user, content, nonce: `case-${id}-${kind}` })] : [];
    }),
  );
}

async function planLog(deps: ActDeps, carried: readonly CarriedOut[]): Promise<PlannedEffect[]> {
  const policies = await deps.settings.moderation.get(carried.map(({ order: { guild } }) => guild));
  const opened = carried.flatMap(({ acted }) =>
    [acted.case, ...acted.ladder].map(({ id, guild }) => ({ id, guild, what: 'opened' as const })),
  );
  return (await logCases(deps, policies, opened)).map(log);
}
