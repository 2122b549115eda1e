import { isDeepStrictEqual } from 'node:util';
import type { Snowflake } from '../core/snowflake.ts';
import { type Knex, transact } from '../db/knex.ts';
import { findSquad, type ListedSquad } from './list.ts';

type Deps = { db: Knex };

/** What staff say of a squad; checked at the edge, and by the table. */
export interface SquadDraft {
  name: string;
  description: string;
  role: Snowflake;
  active: boolean;
  capacity: number | null;
  welcome: string | null;
}

/** Another squad of the guild has it already. */
type Taken = { is: 'name-taken' } | { is: 'role-taken'; by: string };

/** `db` may be a transaction: what is written down about it then stands or falls with it. */
export function createSquad(
  { db }: Deps,
  guild: Snowflake,
  draft: SquadDraft,
): Promise<{ is: 'created'; squad: ListedSquad } | Taken> {
  return transact(db, async (trx) => {
    await oneAtATime(trx, guild);
    const taken = await findTaken(trx, guild, draft, null);
    if (taken) return taken;
    const [row] = await trx('squads').insert({ guild_id: guild, ...rowOf(draft) }, 'id');
    return { is: 'created', squad: await present(trx, guild, row?.id) };
  });
}

export type SquadChange =
  | { is: 'changed'; before: ListedSquad; squad: ListedSquad }
  | { is: 'unknown' }
  /** Somebody else changed it since it was read as `version`. */
  | { is: 'stale'; squad: ListedSquad }
  | Taken;

/**
 * Changes what is given of a squad that was read as `version`. With another role its members have to lose the one
 * before, which the sweep sees to, as to the new one. A capacity below its number of members turns nobody out.
 * Where all is so already nothing is written: `squad` is `before`.
 */
export function updateSquad(
  { db }: Deps,
  guild: Snowflake,
  { id, version, changes }: { id: string; version: number; changes: Partial<SquadDraft> },
): Promise<SquadChange> {
  return transact(db, async (trx) => {
    await oneAtATime(trx, guild);
    const before = await lockSquad(trx, guild, id);
    if (!before) return { is: 'unknown' };
    if (before.version !== version) return { is: 'stale', squad: before };
    const draft = { ...before, ...changes };
    if (isDeepStrictEqual(rowOf(draft), rowOf(before))) return { is: 'changed', before, squad: before };
    const taken = await findTaken(trx, guild, draft, id);
    if (taken) return taken;
    if (draft.role !== before.role) await takeRoleFromMembers(trx, before);
    await trx('squads')
      .where({ id })
      .update({ ...rowOf(draft), version: version + 1 });
    return { is: 'changed', before, squad: await present(trx, guild, id) };
  });
}

/** Deletes a squad, of a given version where one is given: its members leave it, and the sweep takes its role from them. */
export function deleteSquad(
  { db }: Deps,
  guild: Snowflake,
  { id, version }: { id: string; version?: number },
): Promise<{ is: 'deleted'; squad: ListedSquad } | Extract<SquadChange, { is: 'unknown' | 'stale' }>> {
  return transact(db, async (trx) => {
    const squad = await lockSquad(trx, guild, id);
    if (!squad) return { is: 'unknown' };
    if (version !== undefined && squad.version !== version) return { is: 'stale', squad };
    await takeRoleFromMembers(trx, squad);
    await trx('squad_members').where({ squad_id: id }).delete();
    await trx('squads').where({ id }).delete();
    return { is: 'deleted', squad };
  });
}

/** So that of two who want the same name or role the second one is told. */
async function oneAtATime(trx: Knex.Transaction, guild: Snowflake): Promise<void> {
  await trx.raw('SELECT pg_advisory_xact_lock(hashtextextended(?, 0))', [`squads:${guild}`]);
}

/** Nobody joins or leaves it until the transaction ends (membership.ts). */
async function lockSquad(
  trx: Knex.Transaction,
  guild: Snowflake,
  id: string,
): Promise<ListedSquad | undefined> {
  await trx('squads').where({ guild_id: guild, id }).forUpdate().select('id');
  return findSquad({ db: trx }, guild, id);
}

async function findTaken(
  trx: Knex.Transaction,
  guild: Snowflake,
  { name, role }: Pick<SquadDraft, 'name' | 'role'>,
  self: string | null,
): Promise<Taken | undefined> {
  const others = () =>
    trx('squads').where('guild_id', guild).whereRaw('id IS DISTINCT FROM ?::bigint', [self]);
  if (await others().whereRaw('lower(name) = lower(?)', [name]).first('id')) return { is: 'name-taken' };
  const holder: { name: string } | undefined = await others().where('role_id', role).first('name');
  return holder && { is: 'role-taken', by: holder.name };
}

async function takeRoleFromMembers(trx: Knex.Transaction, { id, role }: ListedSquad): Promise<void> {
  await trx.raw(
    `INSERT INTO former_squad_roles (guild_id, user_id, role_id)
     SELECT guild_id, user_id, ?::bigint FROM squad_members WHERE squad_id = ? ON CONFLICT DO NOTHING`,
    [role, id],
  );
}

function rowOf({ name, description, role, active, capacity, welcome }: SquadDraft) {
  return { name, description, role_id: role, active, capacity, welcome };
}

async function present(
  trx: Knex.Transaction,
  guild: Snowflake,
  id: string | undefined,
): Promise<ListedSquad> {
  const squad = id === undefined ? undefined : await findSquad({ db: trx }, guild, id);
  if (!squad) throw new Error('a squad that was just written is not there');
  return squad;
}
