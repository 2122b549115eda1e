/** SQL, of a row `k` of `squad_members` with the member's row `m`: who joined since they were last seen is here again. */
export const isPresent = '(m.active OR k.joined_at > m.seen_at)';

/**
 * SQL: how many of a squad's members are in the guild. Who left stays in the squad for when they come back (product §2),
 * and takes up no place until then: their coming back may exceed the capacity, a join never does.
 */
export const presentMembers = (squad: string): string => `(SELECT count(*)::integer
  FROM squad_members k JOIN guild_members m USING (guild_id, user_id) WHERE k.squad_id = ${squad} AND ${isPresent})`;
