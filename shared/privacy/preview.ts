import { z } from 'zod';
import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';
import { askTogether, type Question } from '../db/together.ts';

/** What becomes of it when the user is forgotten. */
export type Fate = 'pseudonym' | 'deleted';

export interface Holding {
  what: string;
  fate: Fate;
  rows: number;
  /** There may be more than were counted. */
  more: boolean;
}

const mostCounted = 10_000;

/** Rows that are counted before a user is forgotten; `?` is the user. */
const holdings: readonly { what: string; fate: Fate; sql: string; sides?: 2; most?: number }[] = [
  { what: 'Profile', fate: 'deleted', sql: 'SELECT FROM discord_users WHERE id = ?' },
  {
    what: 'Memberships, with their balances',
    fate: 'pseudonym',
    sql: 'SELECT FROM guild_members WHERE user_id = ?',
  },
  {
    what: 'Movements of bytes',
    fate: 'pseudonym',
    sides: 2,
    sql: `SELECT FROM guild_members m JOIN bytes b ON b.guild_id = m.guild_id AND b.receiver_id = m.user_id WHERE m.user_id = ?
      UNION ALL SELECT FROM guild_members m JOIN bytes b ON b.guild_id = m.guild_id AND b.giver_id = m.user_id WHERE m.user_id = ?`,
  },
  {
    what: 'Squads',
    fate: 'deleted',
    sql: 'SELECT FROM guild_members m JOIN squad_members s USING (guild_id, user_id) WHERE m.user_id = ?',
  },
  {
    what: 'Cases about them',
    fate: 'pseudonym',
    sql: 'SELECT FROM moderation_cases WHERE user_id = ?',
  },
  {
    what: 'Cases that they opened as a moderator',
    fate: 'pseudonym',
    sql: `SELECT FROM moderation_cases WHERE actor_id = ? AND actor_kind = 'member'`,
  },
  { what: 'Warnings', fate: 'pseudonym', sql: 'SELECT FROM user_warnings WHERE user_id = ?' },
  { what: 'Appeals: their texts', fate: 'deleted', sql: 'SELECT FROM appeals WHERE user_id = ?' },
  {
    what: 'Reports that they made: their reasons',
    fate: 'deleted',
    sql: 'SELECT FROM reports WHERE reporter_id = ?',
  },
  {
    what: 'Reports about them: what was quoted',
    fate: 'deleted',
    sql: 'SELECT FROM reports WHERE author_id = ?',
  },
  {
    what: 'Firings of auto-moderation',
    fate: 'pseudonym',
    sql: 'SELECT FROM automod_firings WHERE user_id = ?',
  },
  {
    what: 'Files: names and addresses',
    fate: 'deleted',
    sql: 'SELECT FROM guilds g JOIN file_attachments f ON f.guild_id = g.id WHERE f.user_id = ?',
  },
  {
    what: 'What they asked the bot for, and what came of it',
    fate: 'pseudonym',
    sql: 'SELECT FROM operations WHERE user_id = ?',
  },
  { what: 'Uses of commands', fate: 'pseudonym', sql: 'SELECT FROM command_usages WHERE user_id = ?' },
  {
    what: 'Kept jobs',
    fate: 'deleted',
    most: 1_000,
    sql: 'SELECT FROM kept_jobs WHERE ids @> ARRAY[?::bigint] ORDER BY at DESC, id DESC', // so it is read by an index
  },
];

/** Tables that only time finds anything in: some of their rows are looked at, which takes some hundredths of a second. */
const messages: readonly { what: string; table: string }[] = [
  { what: 'Texts of messages of the last day', table: 'recent_messages' },
  { what: 'Traces of messages, without their texts', table: 'message_traces' },
];
const usuallyLooked = 50_000;

/** What is held of a user, one statement; undefined where nothing is. `looked`: messages, of all users. */
export async function previewUser(
  { db }: { db: Knex },
  user: Snowflake,
  { looked = usuallyLooked } = {},
): Promise<Holding[] | undefined> {
  const found = await askTogether<Holding[]>(db, [
    ...holdings.map(
      ({ what, fate, sql, sides = 1, most = mostCounted }): Question<Holding> => ({
        sql: `SELECT count(*)::integer AS rows FROM (${sql} LIMIT ${most + 1}) found`,
        values: Array<string>(sides).fill(user),
        read: (given) => {
          const [{ rows }] = Counted.parse(given);
          return { what, fate, rows: Math.min(rows, most), more: rows > most };
        },
      }),
    ),
    ...messages.map(
      ({ what, table }): Question<Holding> => ({
        sql: `SELECT (count(*) FILTER (WHERE user_id = ?))::integer AS rows, count(*) > ${looked} AS more
          FROM (SELECT user_id FROM ${table} LIMIT ${looked + 1}) looked`,
        values: [user],
        read: (given) => ({ what, fate: 'deleted', ...Looked.parse(given)[0] }),
      }),
    ),
  ]);
  return found.some(({ rows }) => rows > 0) ? found : undefined;
}

const Counted = z.tuple([z.object({ rows: z.number() })]);
const Looked = z.tuple([z.object({ rows: z.number(), more: z.boolean() })]);
