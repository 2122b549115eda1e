import { DAY, HOUR } from '../../shared/core/clock.ts';
import type { Snowflake } from '../../shared/core/snowflake.ts';
import type { Knex } from '../../shared/db/knex.ts';
import { demoRole } from './history.ts';

interface Squads {
  guild: Snowflake;
  users: Snowflake[];
  now: number;
  text: (plain: string) => string;
}

/** Squads with members, and roles that Discord gave or refused; the id of the first squad. */
export async function seedSquads(db: Knex, squads: Squads): Promise<string> {
  const ids = await seedTeams(db, squads);
  await seedGrants(db, squads);
  return ids[0] ?? '';
}

/** A day of outage, for all guilds. */
export async function seedOutage(db: Knex, now: number): Promise<void> {
  const day = Math.floor(now / DAY) - 3;
  const declared_at = new Date((day + 1) * DAY + 9 * HOUR);
  await db('outage_days').insert({ day, declared_by: 'owner', declared_at, relinked_at: declared_at });
}

async function seedTeams(db: Knex, { guild, users, now, text }: Squads): Promise<string[]> {
  const squad = (name: string, place: number, rest: Record<string, unknown>) => ({
    guild_id: guild,
    name: text(name).slice(0, 64),
    role_id: demoRole(place),
    created_at: new Date(now - (50 - place) * DAY),
    ...rest,
  });
  const rows = [
    squad('Ferris', 7, {
      description: text('Whoever fights the borrow checker, and wins.'),
      welcome: text('Welcome aboard!'),
    }),
    squad('Gophers', 8, { description: text('Simple is hard.'), capacity: 12 }),
    squad('Pythonistas', 9, { active: false }),
  ];
  const made: { id: string }[] = [];
  for (const row of rows) made.push(...(await db('squads').insert(row, ['id'])));
  const ids = made.map(({ id }) => id);
  const sizes = [14, 12, 3];
  const members = ids.flatMap((squad_id, index) => {
    const first = sizes.slice(0, index).reduce((sum, size) => sum + size, 0);
    return users.slice(first, first + (sizes[index] ?? 0)).map((user_id, place) => ({
      guild_id: guild,
      user_id,
      squad_id,
      joined_at: new Date(now - (30 - place) * DAY),
    }));
  });
  await db('squad_members').insert(members);
  await db('guild_members')
    .where({ guild_id: guild })
    .whereIn(
      'user_id',
      members.map(({ user_id }) => user_id),
    )
    .update({ ever_in_squad: true });
  return ids;
}

async function seedGrants(db: Knex, { guild, users, now }: Squads): Promise<void> {
  const grant = (index: number, place: number, rest: Record<string, unknown>) => ({
    guild_id: guild,
    user_id: users[index],
    role_id: demoRole(place),
    changed_at: new Date(now - (index + 1) * 5 * HOUR),
    ...rest,
  });
  const why = 'Missing Permissions: move the bot’s role above this one.';
  await db('role_grants').insert([
    ...users.slice(0, 30).map((_, index) => grant(index, 4, { state: 'granted' })),
    ...[3, 8, 12].map((index) => grant(index, 5, { state: 'granted' })),
    ...[1, 20].map((index) => grant(index, 5, { state: 'wanted' })),
    ...[5, 9].map((index) => grant(index, 6, { state: 'failed', why })),
  ]);
}
