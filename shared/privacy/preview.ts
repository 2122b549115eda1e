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
  /** There are more than were counted. */
  more: boolean;
}

const mostCounted = 10_000;

/** Rows that are counted before a user is forgotten; `?` is the user. What only its time finds is not counted. */
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
  { what: 'Uses of commands', fate: 'pseudonym', sql: 'SELECT FROM command_usages WHERE user_id = ?' },
  {
    what: 'Kept jobs',
    fate: 'deleted',
    most: 1_000,
    sql: 'SELECT FROM kept_jobs WHERE ids @> ARRAY[?::bigint] ORDER BY at DESC, id DESC', // so it is read by an index
  },
];

/** What is held of a user, one statement; undefined where nothing is. */
export async function previewUser({ db }: { db: Knex }, user: Snowflake): Promise<Holding[] | undefined> {
  const counts = await askTogether<number[]>(
    db,
    holdings.map(
      ({ sql, sides = 1, most = mostCounted }): Question<number> => ({
        sql: `SELECT count(*)::integer AS rows FROM (${sql} LIMIT ${most + 1}) found`,
        values: Array<string>(sides).fill(user),
        read: (rows) => Counted.parse(rows)[0].rows,
      }),
    ),
  );
  const found = holdings.map(({ what, fate, most = mostCounted }, nth): Holding => {
    const rows = counts[nth] ?? 0;
    return { what, fate, rows: Math.min(rows, most), more: rows > most };
  });
  return found.some(({ rows }) => rows > 0) ? found : undefined;
}

const Counted = z.tuple([z.object({ rows: z.number() })]);
