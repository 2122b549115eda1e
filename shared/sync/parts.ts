import type { ChannelSighting, GuildEvent, RoleSighting } from '../core/events.ts';
import type { Snowflake } from '../core/snowflake.ts';
import { type Knex, transact } from '../db/knex.ts';

type Sighting = Pick<GuildEvent, 'guild' | 'roles' | 'channels'> & { at: number };

/** One role or channel of a guild as an event told of it. */
export type SeenPart<T> = { guild: Snowflake; at: number } & (
  | { is: 'here'; part: T }
  | { is: 'gone'; id: Snowflake }
);

/** A kind of part: its table, when its newest whole list was seen (a column of guilds), and column → type. */
interface Kind {
  table: string;
  listed: string;
  columns: Record<string, string>;
}

const roles: Kind = {
  table: 'guild_roles',
  listed: 'roles_seen_at',
  columns: {
    id: 'bigint',
    name: 'text',
    color: 'integer',
    position: 'integer',
    permissions: 'bigint',
    managed: 'boolean',
  },
};

const channels: Kind = {
  table: 'guild_channels',
  listed: 'channels_seen_at',
  columns: {
    id: 'bigint',
    name: 'text',
    type: 'integer',
    position: 'integer',
    parent_id: 'bigint',
    overwrites: 'jsonb',
  },
};

/** All roles of each guild as its newest list has them; the others become inactive. The guilds' rows must be locked. */
export async function saveRoles(trx: Knex, sightings: Sighting[]): Promise<void> {
  const lists = sightings.flatMap(({ guild, at, roles }) => (roles ? [{ guild, at, list: roles }] : []));
  await saveLists(trx, roles, lists);
}

/** All channels of each guild as its newest list has them; the others become inactive. The guilds' rows must be locked. */
export async function saveChannels(trx: Knex, sightings: Sighting[]): Promise<void> {
  const lists = sightings.flatMap(({ guild, at, channels }) =>
    channels ? [{ guild, at, list: channels.map(rowOfChannel) }] : [],
  );
  await saveLists(trx, channels, lists);
}

/** Roles that were made, changed or deleted. A row takes only what is newer than itself and than the last whole list. */
export async function saveSeenRoles(db: Knex, seen: SeenPart<RoleSighting>[]): Promise<void> {
  await saveParts(db, roles, seen, (role) => role);
}

/** Channels that were made, changed or deleted, as for roles. */
export async function saveSeenChannels(db: Knex, seen: SeenPart<ChannelSighting>[]): Promise<void> {
  await saveParts(db, channels, seen, rowOfChannel);
}

function rowOfChannel({ parent, ...rest }: ChannelSighting) {
  return { ...rest, parent_id: parent };
}

/**
 * One statement for all lists. Of a guild only the newest counts, and only where no newer one was seen. Rows that say
 * the same are not written; rows that were seen later, alone, stay.
 */
async function saveLists(
  trx: Knex,
  { table, listed, columns }: Kind,
  lists: { guild: Snowflake; at: number; list: object[] }[],
): Promise<void> {
  if (lists.length === 0) return;
  const names = Object.keys(columns);
  const content = names.filter((name) => name !== 'id');
  await trx.raw(
    `WITH lists AS (
       SELECT DISTINCT ON (guild) guild, to_timestamp(at / 1000.0) AS at, list
       FROM jsonb_to_recordset(?::jsonb) AS s (guild bigint, at numeric, list jsonb)
       ORDER BY guild, s.at DESC
     ), taken AS (
       UPDATE guilds g SET ${listed} = lists.at FROM lists WHERE g.id = lists.guild AND g.${listed} < lists.at
       RETURNING g.id AS guild, lists.at, lists.list
     ), named AS (
       SELECT DISTINCT ON (guild, id) guild, at, ${names.map((name) => `r.${name}`).join(', ')}
       FROM taken, jsonb_to_recordset(list) AS r (${typed(columns)}) ORDER BY guild, id
     ), gone AS (
       UPDATE ${table} t SET active = false, seen_at = taken.at FROM taken
       WHERE t.guild_id = taken.guild AND t.active AND t.seen_at < taken.at
         AND NOT EXISTS (SELECT FROM named WHERE guild = t.guild_id AND id = t.id)
     )
     INSERT INTO ${table} AS t (guild_id, seen_at, ${names.join(', ')})
     SELECT n.guild, n.at, ${names.map((name) => `n.${name}`).join(', ')}
     FROM named n LEFT JOIN ${table} k ON k.guild_id = n.guild AND k.id = n.id
     WHERE k.id IS NULL OR NOT k.active OR
       (${content.map((name) => `k.${name}`).join(', ')}) IS DISTINCT FROM (${content.map((name) => `n.${name}`).join(', ')})
     ON CONFLICT (guild_id, id) DO UPDATE SET active = true, seen_at = excluded.seen_at, ${assigned(content)}
     WHERE t.seen_at < excluded.seen_at`,
    [JSON.stringify(lists)],
  );
}

async function saveParts<T extends { id: Snowflake }>(
  db: Knex,
  { table, listed, columns }: Kind,
  seen: SeenPart<T>[],
  rowOf: (part: T) => object,
): Promise<void> {
  if (seen.length === 0) return;
  const names = Object.keys(columns);
  const content = names.filter((name) => name !== 'id');
  const rows = seen.map((one) => ({
    guild_id: one.guild,
    at: one.at,
    active: one.is === 'here',
    ...(one.is === 'here' ? rowOf(one.part) : { id: one.id }),
  }));
  await transact(db, async (trx) => {
    await holdGuilds(trx, [...new Set(seen.map(({ guild }) => guild))]);
    await trx.raw(
      `WITH told AS (
       SELECT DISTINCT ON (guild_id, id) *, to_timestamp(ms / 1000.0) AS seen_at
       FROM (SELECT *, at AS ms FROM jsonb_to_recordset(?::jsonb)
         AS s (guild_id bigint, at numeric, active boolean, ${typed(columns)})) s
       ORDER BY guild_id, id, ms DESC
     )
     INSERT INTO ${table} AS t (guild_id, active, seen_at, ${names.join(', ')})
     SELECT t.guild_id, t.active, t.seen_at, ${names.map((name) => orDefault(name)).join(', ')}
     FROM told t JOIN guilds g ON g.id = t.guild_id WHERE t.seen_at > g.${listed}
     ORDER BY t.guild_id, t.id
     ON CONFLICT (guild_id, id) DO UPDATE SET active = excluded.active, seen_at = excluded.seen_at,
       ${content.map((name) => `${name} = CASE WHEN excluded.active THEN excluded.${name} ELSE t.${name} END`).join(', ')}
     WHERE t.seen_at < excluded.seen_at`,
      [JSON.stringify(rows)],
    );
  });
}

/** Until the end of the transaction no whole list is saved, and the one before is seen. */
async function holdGuilds(trx: Knex, guilds: Snowflake[]): Promise<void> {
  await trx.raw(
    'INSERT INTO guilds (id) SELECT unnest(?::bigint[]) EXCEPT SELECT id FROM guilds WHERE id = ANY(?::bigint[]) ORDER BY 1 ON CONFLICT DO NOTHING',
    [guilds, guilds],
  );
  await trx.raw('SELECT FROM guilds WHERE id = ANY(?::bigint[]) ORDER BY id FOR SHARE', [guilds]);
}

/** A deleted part that was never seen has no content; its columns ask for some. */
function orDefault(name: string): string {
  const nothing: Record<string, string> = {
    name: "''",
    type: '0',
    color: '0',
    position: '0',
    permissions: '0',
    managed: 'false',
    overwrites: "'[]'::jsonb",
  };
  return name in nothing ? `coalesce(t.${name}, ${nothing[name]})` : `t.${name}`;
}

function typed(columns: Kind['columns']): string {
  return Object.entries(columns)
    .map(([name, type]) => `${name} ${type}`)
    .join(', ');
}

function assigned(names: string[]): string {
  return names.map((name) => `${name} = excluded.${name}`).join(', ');
}
