/**
 * SQL, of a row `k` of `squad_members`. Triggers keep it: the member is in the guild, or joined since they were last seen,
 * and so is here again.
 */
export const isPresent = 'k.present';

/**
 * SQL: how many of a squad's members are in the guild. Who left stays in the squad for when they come back (product §2),
 * and takes up no place until then: their coming back may exceed the capacity, a join never does.
 */
export const presentMembers = (squad: string): string =>
  `(SELECT count(*)::integer FROM squad_members k WHERE k.squad_id = ${squad} AND ${isPresent})`;
