import type { GuildEvent } from '../core/events.ts';
import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';

type Sighting = Pick<GuildEvent, 'guild' | 'roles' | 'channels'> & { at: number };

/** All roles of each guild as its newest list has them; the others become inactive. */
export async function saveRoles(trx: Knex, sightings: Sighting[]): Promise<void> {
  const lists = sightings.flatMap(({ guild, at, roles }) => (roles ? [{ guild, at, list: roles }] : []));
  await saveLists(trx, 'guild_roles', roleColumns, lists);
}

/** All channels of each guild as its newest list has them; the others become inactive. */
export async function saveChannels(trx: Knex, sightings: Sighting[]): Promise<void> {
  const lists = sightings.flatMap(({ guild, at, channels }) =>
    channels
      ? [{ guild, at, list: channels.map(({ parent, ...rest }) => ({ ...rest, parent_id: parent })) }]
      : [],
  );
  await saveLists(trx, 'guild_channels', channelColumns, lists);
}

/** Column → type; all but the guild, the time and whether it is active. */
type Columns = Record<string, string>;

const roleColumns: Columns = {
  id: 'bigint',
  name: 'text',
  color: 'integer',
  position: 'integer',
  permissions: 'bigint',
  managed: 'boolean',
};

const channelColumns: Columns = {
  id: 'bigint',
  name: 'text',
  type: 'integer',
  position: 'integer',
  parent_id: 'bigint',
};

/**
 * One statement for all lists. A list that is older than what is known of its guild is none: what it names could
 * have been deleted since.
 */
async function saveLists(
  trx: Knex,
  table: string,
  columns: Columns,
  lists: { guild: Snowflake; at: number; list: object[] }[],
): Promise<void> {
  if (lists.length === 0) return;
  const names = Object.keys(columns);
  const typed = names.map((name) => `${name} ${columns[name]}`).join(', ');
  await trx.raw(
    `WITH lists AS (
       SELECT DISTINCT ON (guild) guild, to_timestamp(at / 1000.0) AS at, list
       FROM jsonb_to_recordset(?::jsonb) AS s (guild bigint, at numeric, list jsonb)
       WHERE NOT EXISTS (SELECT FROM ${table} k WHERE k.guild_id = guild AND k.seen_at >= to_timestamp(at / 1000.0))
       ORDER BY guild, s.at DESC
     ), listed AS (
       SELECT DISTINCT ON (guild, id) guild, at, ${names.map((name) => `r.${name}`).join(', ')}
       FROM lists, jsonb_to_recordset(list) AS r (${typed}) ORDER BY guild, id
     ), gone AS (
       UPDATE ${table} t SET active = false, seen_at = lists.at FROM lists
       WHERE t.guild_id = lists.guild AND NOT EXISTS (SELECT FROM listed WHERE guild = t.guild_id AND id = t.id)
     )
     INSERT INTO ${table} (guild_id, seen_at, ${names.join(', ')})
     SELECT guild, at, ${names.join(', ')} FROM listed
     ON CONFLICT (guild_id, id) DO UPDATE SET active = true, seen_at = excluded.seen_at,
       ${names.map((name) => `${name} = excluded.${name}`).join(', ')}`,
    [JSON.stringify(lists)],
  );
}
