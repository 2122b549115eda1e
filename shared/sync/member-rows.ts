import type { MemberSighting, UserSighting } from '../core/events.ts';
import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';

/** What was seen of a member of a guild, and when (milliseconds since 1970). */
export type SeenMember = { guild: Snowflake; at: number } & (
  | { is: 'here'; member: MemberSighting }
  /** One of a run's chunk: true as of when the run asked. */
  | { is: 'listed'; member: MemberSighting }
  | { is: 'gone'; user: UserSighting }
  /** Told only who they are. */
  | { is: 'profile'; user: UserSighting }
);

/**
 * Saves members and their profiles in one statement, whatever their number: a row takes only what is newer. Of a chunk
 * it is not written where it says the same; an event is noted with its time all the same, since an older one that says
 * otherwise may still be on its way. A profile's new name reaches the user's rows in all guilds; rows of members whose
 * names changed, wherever, say so (`names_changed_at`, `former_names`, renames.ts). What is older than the guild's newest run is left to the run. Order and repetition do not matter. Answers how many members' rows changed.
 */
export async function saveMembers(trx: Knex.Transaction, seen: readonly SeenMember[]): Promise<number> {
  if (seen.length === 0) return 0;
  await lockProfiles(trx, seen);
  const { rows } = await trx.raw<{ rows: { written: number }[] }>(statement, columnsOf(seen));
  return rows[0]?.written ?? 0;
}

/** So that of two events of a user, side by side, the later one sees what the other wrote. A chunk needs no such care. */
async function lockProfiles(trx: Knex.Transaction, seen: readonly SeenMember[]): Promise<void> {
  const users = seen.flatMap((one) => (one.is === 'listed' ? [] : [userOf(one).id]));
  if (users.length === 0) return;
  await trx.raw('SELECT FROM discord_users WHERE id = ANY(?::bigint[]) ORDER BY id FOR UPDATE', [users]);
}

function userOf(one: SeenMember): UserSighting {
  return 'member' in one ? one.member.user : one.user;
}

/**
 * Each row is looked up by itself (`LATERAL … LIMIT 1`): of tables that grow by a load Postgres knows too little, and
 * joins would read them from end to end for every chunk. Who was not known has no rows in other guilds to rename.
 */
const statement = `
  WITH told AS (
    SELECT DISTINCT ON (guild, id, membership) *, to_timestamp(ms / 1000.0) AS at, role_list::bigint[] AS roles, joined::timestamptz AS joined_at, until::timestamptz AS timed_out_until
    FROM unnest(?::bigint[], ?::bigint[], ?::numeric[], ?::boolean[], ?::boolean[], ?::boolean[],
      ?::text[], ?::text[], ?::text[], ?::boolean[],
      ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::boolean[])
    AS t (guild, id, ms, membership, active, listed, username, global_name, user_avatar, bot,
      nick, avatar, role_list, joined, until, pending)
    ORDER BY guild, id, membership, ms DESC
  ), new_guilds AS (
    INSERT INTO guilds (id)
    SELECT DISTINCT guild FROM told t WHERE membership AND NOT EXISTS (SELECT FROM guilds WHERE id = t.guild) ORDER BY 1
    ON CONFLICT DO NOTHING
  ), profiles AS (
    SELECT DISTINCT ON (t.id) t.id, t.username, t.global_name, t.user_avatar, t.bot, t.at, k.id IS NOT NULL AS known,
      k.id IS NOT NULL AND (k.username, k.global_name) IS DISTINCT FROM (t.username, t.global_name) AS renamed,
      ARRAY[k.username, k.global_name] AS former
    FROM told t LEFT JOIN LATERAL (SELECT * FROM discord_users WHERE id = t.id LIMIT 1) k ON true
    WHERE k.id IS NULL OR k.seen_at < t.at AND (NOT t.listed OR
      (k.username, k.global_name, k.avatar, k.bot) IS DISTINCT FROM (t.username, t.global_name, t.user_avatar, t.bot))
    ORDER BY t.id, t.at DESC
  ), users AS (
    INSERT INTO discord_users AS u (id, username, global_name, avatar, bot, seen_at)
    SELECT id, username, global_name, user_avatar, bot, at FROM profiles ORDER BY id
    ON CONFLICT (id) DO UPDATE SET username = excluded.username, global_name = excluded.global_name,
      avatar = excluded.avatar, bot = excluded.bot, seen_at = excluded.seen_at
    WHERE u.seen_at < excluded.seen_at
    RETURNING id, coalesce(global_name, username) AS name
  ), renamed AS (
    UPDATE guild_members m SET name = coalesce(m.nick, users.name),
      names_changed_at = CASE WHEN profiles.renamed AND m.active THEN profiles.at ELSE m.names_changed_at END,
      former_names = CASE WHEN profiles.renamed AND m.active THEN profiles.former ELSE m.former_names END
    FROM users JOIN profiles USING (id)
    WHERE profiles.known AND m.user_id = users.id
      AND (profiles.renamed AND m.active OR m.nick IS NULL AND m.name <> users.name)
      AND NOT EXISTS (SELECT FROM told t WHERE t.membership AND t.guild = m.guild_id AND t.id = m.user_id)
  ), wanted AS (
    SELECT t.*, n.name, coalesce(m.active, false) AS was_active,
      CASE WHEN m.user_id IS NOT NULL AND k.seen_at < t.at
        AND (k.username, k.global_name) IS DISTINCT FROM (t.username, t.global_name) THEN t.at END AS renamed_at,
      ARRAY[k.username, k.global_name] AS former
    FROM told t
      LEFT JOIN LATERAL (SELECT * FROM guilds WHERE id = t.guild LIMIT 1) g ON true
      LEFT JOIN LATERAL (SELECT * FROM discord_users WHERE id = t.id LIMIT 1) k ON true
      LEFT JOIN LATERAL (SELECT * FROM guild_members WHERE guild_id = t.guild AND user_id = t.id LIMIT 1) m ON true
      CROSS JOIN LATERAL (SELECT coalesce(t.nick,
        CASE WHEN k.seen_at > t.at THEN coalesce(k.global_name, k.username) END, t.global_name, t.username) AS name) n
    WHERE t.membership AND (g.id IS NULL OR t.at >= g.members_asked_at) AND (m.user_id IS NULL OR m.seen_at < t.at AND
      (NOT t.listed OR NOT m.active OR
        (m.name, m.nick, m.avatar, m.roles, m.joined_at, m.timed_out_until, m.pending) IS DISTINCT FROM
        (n.name, t.nick, t.avatar, t.roles, t.joined_at, t.timed_out_until, t.pending)))
  ), saved AS (
    INSERT INTO guild_members AS m (guild_id, user_id, active, name, nick, avatar, roles, joined_at, timed_out_until,
      pending, names_changed_at, former_names, seen_at)
    SELECT guild, id, active, name, nick, avatar, roles, joined_at, timed_out_until, pending, renamed_at,
      CASE WHEN renamed_at IS NOT NULL THEN former END, at
    FROM wanted ORDER BY guild, id
    ON CONFLICT (guild_id, user_id) DO UPDATE SET active = excluded.active, seen_at = excluded.seen_at,
      name = CASE WHEN excluded.active THEN excluded.name ELSE m.name END,
      nick = CASE WHEN excluded.active THEN excluded.nick ELSE m.nick END,
      avatar = CASE WHEN excluded.active THEN excluded.avatar ELSE m.avatar END,
      roles = CASE WHEN excluded.active THEN excluded.roles ELSE m.roles END,
      joined_at = CASE WHEN excluded.active THEN excluded.joined_at ELSE m.joined_at END,
      timed_out_until = CASE WHEN excluded.active THEN excluded.timed_out_until ELSE m.timed_out_until END,
      names_changed_at = CASE
        WHEN excluded.active AND m.active AND (excluded.names_changed_at IS NOT NULL
          OR m.nick IS DISTINCT FROM excluded.nick AND m.seen_at > '-infinity') THEN excluded.seen_at
        ELSE m.names_changed_at END,
      former_names = CASE
        WHEN excluded.active AND m.active AND (excluded.names_changed_at IS NOT NULL
          OR m.nick IS DISTINCT FROM excluded.nick AND m.seen_at > '-infinity') THEN excluded.former_names
        ELSE m.former_names END,
      pending = excluded.pending
    WHERE m.seen_at < excluded.seen_at
    RETURNING guild_id, user_id, active
  ), counted AS (
    UPDATE guilds g SET member_count = greatest(0, g.member_count + moved.by)
    FROM (
      SELECT w.guild, sum(CASE WHEN s.active THEN 1 ELSE -1 END) AS by
      FROM saved s JOIN wanted w ON w.guild = s.guild_id AND w.id = s.user_id JOIN guilds k ON k.id = w.guild
      WHERE s.active <> w.was_active AND NOT w.listed AND w.at > k.seen_at
      GROUP BY w.guild
    ) moved
    WHERE g.id = moved.guild AND g.member_count IS NOT NULL
  )
  SELECT count(*)::integer AS written FROM saved`;

type Column = (seen: SeenMember, user: UserSighting, member: MemberSighting | undefined) => unknown;

/** In the order of the statement's parameters. */
const columns: Column[] = [
  ({ guild }) => guild,
  (_, user) => user.id,
  ({ at }) => at,
  ({ is }) => is !== 'profile',
  ({ is }) => is !== 'gone',
  ({ is }) => is === 'listed',
  (_, user) => user.username,
  (_, user) => user.globalName,
  (_, user) => user.avatar,
  (_, user) => user.bot,
  (_seen, _user, member) => member?.nick ?? null,
  (_seen, _user, member) => member?.avatar ?? null,
  (_seen, _user, member) => `{${member?.roles.join(',') ?? ''}}`,
  (_seen, _user, member) => member?.joinedAt ?? null,
  (_seen, _user, member) => member?.timedOutUntil ?? null,
  (_seen, _user, member) => member?.pending ?? false,
];

function columnsOf(seen: readonly SeenMember[]): Knex.RawBinding[] {
  const told = seen.map((one) => {
    const member = 'member' in one ? one.member : undefined;
    return { one, member, user: userOf(one) };
  });
  return columns.map((column) => told.map(({ one, user, member }) => column(one, user, member)) as string[]); // knex types no arrays of null
}
