import { isDeepStrictEqual } from 'node:util';
import { audit, type Deed } from '../accounts/audit.ts';
import { type NotTheirs, refuseGiving } from '../accounts/giving.ts';
import type { Profile } from '../core/events.ts';
import type { Snowflake } from '../core/snowflake.ts';
import { type Knex, transact } from '../db/knex.ts';
import { createSquad, deleteSquad, type SquadChange, type SquadDraft, updateSquad } from './changes.ts';
import { findSquad } from './list.ts';
import { lockSquads, lockStanding } from './membership.ts';

/** What staff and keys do to squads, each written down in the transaction that does it. */
type By = Pick<Deed, 'actor' | 'ip' | 'requestId'>;
type Deps = { db: Knex };

export function create({ db }: Deps, guild: Snowflake, draft: SquadDraft, by: By) {
  return transact(db, async (trx) => {
    const refused = await refuseGiving(trx, guild, draft.role, by.actor);
    if (refused) return refused;
    const made = await createSquad({ db: trx }, guild, draft);
    if (made.is === 'created')
      await audit(trx, { ...by, guild, action: 'squad.created', subject: draft.name, after: draft });
    return made;
  });
}

/** Where more members would get its role than before, it is for whom creating it would be. */
export function change(
  { db }: Deps,
  guild: Snowflake,
  order: Parameters<typeof updateSquad>[2],
  by: By,
): Promise<SquadChange | NotTheirs> {
  return transact(db, async (trx) => {
    const seen = await findSquad({ db: trx }, guild, order.id); // another one by then is `stale`
    const { role = seen?.role } = order.changes;
    const refused =
      seen && role && givesMore(seen, order.changes) && (await refuseGiving(trx, guild, role, by.actor));
    if (refused) return refused;
    const changed = await updateSquad({ db: trx }, guild, order);
    if (changed.is !== 'changed') return changed;
    const keys = Object.keys(order.changes).filter((key) => {
      const [before, after] = [
        new Map(Object.entries(changed.before)),
        new Map(Object.entries(changed.squad)),
      ];
      return !isDeepStrictEqual(before.get(key), after.get(key));
    });
    const pick = (squad: object) =>
      Object.fromEntries(Object.entries(squad).filter(([key]) => keys.includes(key)));
    await audit(trx, {
      ...by,
      guild,
      action: 'squad.changed',
      subject: changed.squad.name,
      before: pick(changed.before),
      after: pick(changed.squad),
    });
    return changed;
  });
}

function givesMore(seen: SquadDraft, changes: Partial<SquadDraft>): boolean {
  const { role, active, capacity } = { ...seen, ...changes };
  const room = (most: number | null) => most ?? Number.POSITIVE_INFINITY;
  return role !== seen.role || (active && !seen.active) || room(capacity) > room(seen.capacity);
}

export function remove({ db }: Deps, guild: Snowflake, order: Parameters<typeof deleteSquad>[2], by: By) {
  return transact(db, async (trx) => {
    const removed = await deleteSquad({ db: trx }, guild, order);
    if (removed.is !== 'deleted') return removed;
    const { name, role, members } = removed.squad;
    await audit(trx, {
      ...by,
      guild,
      action: 'squad.deleted',
      subject: name,
      before: { name, role, members },
    });
    return removed;
  });
}

export type Placed =
  | { is: 'placed'; from: string | null }
  | { is: 'unchanged' }
  | { is: 'unknown' }
  | { is: 'full'; capacity: number }
  | NotTheirs;

/**
 * Puts a member into a squad, out of the one before, free of charge and whatever their balance; it counts as their first.
 * Also into one that is not open to join. The member must have a row.
 */
export function place(
  { db }: Deps,
  guild: Snowflake,
  { user, name, squad: wanted }: { user: Profile; name: string; squad: string },
  by: By,
): Promise<Placed> {
  return transact(db, async (trx): Promise<Placed> => {
    const standing = await lockStanding(trx, guild, user);
    const squads = await lockSquads(trx, guild, [wanted, ...(standing.squad ? [standing.squad] : [])]);
    const squad = squads.get(wanted);
    if (!squad) return { is: 'unknown' };
    if (standing.squad === wanted) return { is: 'unchanged' };
    if (squad.capacity !== null && squad.members >= squad.capacity)
      return { is: 'full', capacity: squad.capacity };
    const refused = await refuseGiving(trx, guild, squad.role, by.actor);
    if (refused) return refused;
    await trx('squad_members')
      .insert({ guild_id: guild, user_id: user.id, squad_id: wanted })
      .onConflict(['guild_id', 'user_id'])
      .merge({ squad_id: wanted, joined_at: trx.fn.now() });
    await trx('guild_members').where({ guild_id: guild, user_id: user.id }).update({ ever_in_squad: true });
    const from = squads.get(standing.squad ?? '')?.name ?? null;
    await audit(trx, {
      ...by,
      guild,
      action: 'squad.member-put',
      subject: `${name} into ${squad.name}`,
      before: { squad: from },
      after: { user: user.id, squad: squad.name },
    });
    return { is: 'placed', from };
  });
}

/** Takes a member out of that squad; false where they are not in it. */
export function takeOut(
  { db }: Deps,
  guild: Snowflake,
  { user, name, squad: id }: { user: Profile; name: string; squad: string },
  by: By,
): Promise<boolean> {
  return transact(db, async (trx) => {
    const standing = await lockStanding(trx, guild, user);
    const squad = (await lockSquads(trx, guild, [id])).get(id);
    if (!squad || standing.squad !== id) return false;
    await trx('squad_members').where({ guild_id: guild, user_id: user.id }).delete();
    await audit(trx, {
      ...by,
      guild,
      action: 'squad.member-taken',
      subject: `${name} out of ${squad.name}`,
      before: { user: user.id, squad: squad.name },
    });
    return true;
  });
}
