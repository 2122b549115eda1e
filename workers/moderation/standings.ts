import type { Snowflake } from '../../shared/core/snowflake.ts';
import { transact } from '../../shared/db/knex.ts';
import { type Allowed, mayAct, type Refusal } from '../../shared/moderation/act-rules.ts';
import type { CaseKind } from '../../shared/moderation/model.ts';
import { type Rank, readRanks } from '../../shared/moderation/ranks.ts';
import { saveMembers } from '../../shared/sync/member-rows.ts';
import type { Context } from '../context.ts';
import type { Caller, Named } from '../interactions/caller.ts';

type Deps = Pick<Context, 'db' | 'clock' | 'applicationId'>;

/** Whom it is about. Of the author of a message, Discord does not say whether they are still here. */
export type Target = Pick<Named, 'id' | 'bot' | 'sighting'> & { member?: boolean };

/**
 * Whether the caller may do that to each of them, before Discord is asked. Ranks are those of our own rows, so what Discord
 * says of the caller and of the targets here is saved first, as any other sighting.
 */
export async function judge(
  { db, clock, applicationId }: Deps,
  { guild, at, user, sighting, permissions }: Caller,
  { kind, targets }: { kind: CaseKind; targets: readonly Target[] },
): Promise<Map<Snowflake, Allowed | Refusal>> {
  const seen = [sighting, ...targets.flatMap((target) => target.sighting ?? [])];
  await transact(db, (trx) =>
    saveMembers(
      trx,
      seen.map((member) => ({ is: 'here', guild, at, member })),
    ),
  );
  const ids = targets.map(({ id }) => id);
  const ranks = await readRanks({ db, clock }, guild, [user.id, applicationId, ...ids]);
  const known = ranks.get(user.id);
  const bot = ranks.get(applicationId);
  return new Map(
    targets.flatMap((target) => {
      const rank = ranks.get(target.id);
      if (!known || !rank) return [];
      const invoker = { ...known, permissions };
      return [[target.id, mayAct(kind, { invoker, bot, target: asSeen(rank, target) })] as const];
    }),
  );
}

function asSeen(rank: Rank, { bot, member }: Target): Rank {
  const seen = member === undefined ? {} : { isMember: member, isUnknown: false };
  return { ...rank, isBot: bot || rank.isBot, ...seen };
}
