import { z } from 'zod';
import { lockMembers } from '../bytes/accounts.ts';
import { move } from '../bytes/move.ts';
import type { BytesConfig } from '../bytes/settings.ts';
import type { Profile } from '../core/events.ts';
import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';
import { once } from '../db/operations.ts';
import { presentMembers } from './present.ts';
import { costOf, refuseChange, refuseJoin, type Standing } from './rules.ts';

const refusals = [
  z.object({ is: z.literal('disabled') }),
  z.object({ is: z.literal('below-minimum'), minimum: z.number(), missing: z.number() }),
  /** They took it back before it was decided. */
  z.object({ is: z.literal('cancelled') }),
] as const;
const Named = z.object({
  id: z.string(),
  name: z.string(),
  role: z.string(),
  welcome: z.string().nullable(),
});

const Join = z.discriminatedUnion('is', [
  z.object({
    is: z.literal('joined'),
    squad: Named,
    from: Named.nullable(),
    cost: z.number(),
    balance: z.number(),
  }),
  ...refusals,
  z.object({ is: z.literal('unknown') }),
  z.object({ is: z.literal('inactive') }),
  z.object({ is: z.literal('already') }),
  z.object({ is: z.literal('full'), capacity: z.number() }),
  z.object({ is: z.literal('changed'), cost: z.number() }),
  z.object({ is: z.literal('poor'), cost: z.number(), missing: z.number() }),
]);
export type Join = z.infer<typeof Join>;

const Leave = z.discriminatedUnion('is', [
  z.object({ is: z.literal('left'), from: Named }),
  ...refusals,
  z.object({ is: z.literal('nowhere') }),
]);
export type Leave = z.infer<typeof Leave>;

interface Change {
  /** The operation's id (shared/db/operations.ts). */
  operation: string;
  guild: Snowflake;
  user: Profile;
  config: BytesConfig;
}

/**
 * Takes a member into a squad, out of the one before: fee, membership, ledger row and operation commit together. `agreed`
 * is the cost that the member was told and accepted. Asked again it answers the same and charges nothing.
 */
export async function join(
  { db }: { db: Knex },
  order: Change & { squad: string; agreed: number },
): Promise<Join & { repeated: boolean }> {
  const { operation: id, guild, user, config, squad: wanted, agreed } = order;
  const operation = { id, kind: 'squad-join', guild, user: user.id };
  const { outcome, repeated } = await once(db, operation, Join, async (trx): Promise<Join> => {
    const standing = await lockStanding(trx, guild, user);
    const squads = await lockSquads(trx, guild, [wanted, ...(standing.squad ? [standing.squad] : [])]);
    const squad = squads.get(wanted);
    const refusal = refuseJoin(config, standing, squad, agreed);
    if (refusal || !squad) return refusal ?? { is: 'unknown' };
    const cost = costOf(config, standing);
    const from = squads.get(standing.squad ?? '') ?? null;
    if (cost > 0) {
      const fee = { giver: user.id, receiver: null, amount: cost, kind: 'squad-fee' as const };
      await move(trx, [{ guild, ...fee, reason: squad.name, operation: id }]);
    }
    await trx('squad_members')
      .insert({ guild_id: guild, user_id: user.id, squad_id: squad.id })
      .onConflict(['guild_id', 'user_id'])
      .merge({ squad_id: squad.id, joined_at: trx.fn.now() });
    await trx('guild_members').where({ guild_id: guild, user_id: user.id }).update({ ever_in_squad: true });
    return {
      is: 'joined',
      squad: Named.parse(squad),
      from: from && Named.parse(from),
      cost,
      balance: standing.balance - cost,
    };
  });
  return { ...outcome, repeated };
}

/** Takes a member out of their squad, free of charge; `squad`: only out of this one. */
export async function leave(
  { db }: { db: Knex },
  order: Change & { squad?: string },
): Promise<Leave & { repeated: boolean }> {
  const { operation: id, guild, user, config, squad: only } = order;
  const operation = { id, kind: 'squad-leave', guild, user: user.id };
  const { outcome, repeated } = await once(db, operation, Leave, async (trx): Promise<Leave> => {
    const standing = await lockStanding(trx, guild, user);
    const refusal = refuseChange(config, standing);
    if (refusal) return refusal;
    const squads = await lockSquads(trx, guild, standing.squad ? [standing.squad] : []);
    const from = squads.get(standing.squad ?? '');
    if (!from || (only !== undefined && from.id !== only)) return { is: 'nowhere' };
    await trx('squad_members').where({ guild_id: guild, user_id: user.id }).delete();
    return { is: 'left', from: Named.parse(from) };
  });
  return { ...outcome, repeated };
}

type Withdrawal = Omit<Change, 'config' | 'user'> & { user: Snowflake };

/** Takes a question back: the same operation will never let anybody in. Where it has already, the answer says so. */
export async function cancelJoin(
  { db }: { db: Knex },
  { operation: id, guild, user }: Withdrawal,
): Promise<Join> {
  const operation = { id, kind: 'squad-join', guild, user };
  return (await once(db, operation, Join, async (): Promise<Join> => ({ is: 'cancelled' }))).outcome;
}

/** As for joining. */
export async function cancelLeave(
  { db }: { db: Knex },
  { operation: id, guild, user }: Withdrawal,
): Promise<Leave> {
  const operation = { id, kind: 'squad-leave', guild, user };
  return (await once(db, operation, Leave, async (): Promise<Leave> => ({ is: 'cancelled' }))).outcome;
}

/** Members before squads: the one order of locks (design §4.3). */
export async function lockStanding(
  trx: Knex.Transaction,
  guild: Snowflake,
  user: Profile,
): Promise<Standing> {
  const row = (await lockMembers(trx, guild, [user])).get(user.id);
  if (!row) throw new Error('a member whose row was made has none');
  const member: { squad: string } | undefined = await trx('squad_members')
    .where({ guild_id: guild, user_id: user.id })
    .first('squad_id AS squad');
  return { balance: row.balance, everInSquad: row.everInSquad, squad: member?.squad ?? null };
}

const Locked = Named.extend({
  active: z.boolean(),
  capacity: z.number().nullable(),
  members: z.number(),
});

/** By id, in order, each with the number of its members in the guild: nobody joins while the locks are held. */
export async function lockSquads(
  trx: Knex.Transaction,
  guild: Snowflake,
  ids: readonly string[],
): Promise<Map<string, z.infer<typeof Locked>>> {
  const held: unknown[] = await trx('squads')
    .where('guild_id', guild)
    .whereIn('id', [...ids])
    .orderBy('id')
    .forUpdate()
    .select('id', 'name', 'role_id AS role', 'welcome', 'active', 'capacity');
  const { rows } = await trx.raw<{ rows: { id: string; members: number }[] }>(
    `SELECT w.id, ${presentMembers('w.id')} AS members FROM unnest(?::bigint[]) AS w (id)`,
    [[...ids]],
  );
  const counts = new Map(rows.map(({ id, members }) => [id, members]));
  const squads = held.map((row) => Object(row));
  return new Map(squads.map((row) => [row.id, Locked.parse({ ...row, members: counts.get(row.id) ?? 0 })]));
}
