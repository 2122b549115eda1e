import type { Guild } from '../../scripts/sandbox/index.ts';
import type { Knex } from '../../shared/db/knex.ts';

/** Has the channels and roles of a guild of the sandbox known, as after a sync. */
export async function knowPlaces(db: Knex, { id: guild_id, channels, roles }: Guild): Promise<void> {
  const places = [...channels.values()].map(({ id, type }) => ({ guild_id, id, type, name: id }));
  await db('guild_channels').insert(places).onConflict().ignore();
  const known = [...roles.values()].map(({ id }) => ({ guild_id, id, name: id }));
  await db('guild_roles').insert(known).onConflict().ignore();
}
