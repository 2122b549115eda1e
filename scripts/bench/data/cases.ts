import type { Sizes } from './sizes.ts';
import { fill, type Step, share, type World } from './step.ts';

const batches = 10;
const oldest = 400; // days

/** Cases with notes, warnings, appeals and reports; firings with messages; files; all mostly of the large guild. */
export function cases(sizes: Sizes): Step[] {
  const each = (name: string, seconds: number, rows: number, sql: (world: World, rows: string) => string) =>
    fill(name, { batches, seconds }, (world, batch) => sql(world, share(rows, batches, batch)));
  return [
    each('cases', 20, sizes.cases, casesOf),
    fill(
      'case numbers',
      { batches: 1, seconds: 1 },
      ({ sizes }) => `
      INSERT INTO case_counters (guild_id, latest) SELECT id, ${sizes.cases + 1_000} FROM guilds
      ON CONFLICT (guild_id) DO UPDATE SET latest = excluded.latest`,
    ),
    each('reports', 3, Math.floor(sizes.cases / 6), reports),
    each('firings', 25, sizes.firings, firings),
    each('attachments', 15, sizes.attachments, attachments),
  ];
}

/** Every fiftieth is of one of the two busy members of the large guild. */
const whose = ({ demo }: World) => {
  const busy = `CASE WHEN n % 100 < 50 THEN ${demo.userId} ELSE ${demo.moderation[demo.guildId]?.memberId} END`;
  return `SELECT n, CASE WHEN n % 50 = 1 THEN ${demo.guildId} ELSE bench.guild_at(bench.somebody(n)) END AS guild,
    CASE WHEN n % 50 = 1 THEN ${busy} ELSE bench.user_at(bench.somebody(n)) END AS member`;
};

const ago = (rows: number, now: number) =>
  `to_timestamp(${now / 1_000}) - (${rows} - n) * interval '${Math.ceil((oldest * 86_400) / rows)} seconds' - interval '1 hour'`;

const casesOf = (world: World, rows: string) => {
  const { demo, now, sizes } = world;
  return `
    INSERT INTO moderation_cases (id, guild_id, number, operation, kind, user_id, actor_kind, actor_id, actor_name, reason,
      ends_at, effect, answer, resolved_at, resolved_by, resolved_note, created_at, changed_at) OVERRIDING SYSTEM VALUE
    SELECT 1 + n, guild, 1001 + n, 'bench:' || n,
      (ARRAY['warn','note','warn','timeout','warn','ban','warn','kick','warn','timeout'])[1 + n % 10], member,
      CASE n % 3 WHEN 0 THEN 'system' WHEN 1 THEN 'member' ELSE 'staff' END,
      CASE n % 3 WHEN 1 THEN bench.person(n % 50) WHEN 2 THEN 1 + n % 5 END,
      CASE n % 3 WHEN 0 THEN 'Auto-moderation' ELSE 'moderator ' || n % 50 END,
      'Insults after two requests to stop, number ' || n,
      CASE WHEN n % 10 IN (3, 5, 9) THEN at + interval '7 days' END,
      CASE WHEN n % 10 IN (0, 1, 2, 4, 6, 8) THEN 'none' WHEN n % 200 = 3 THEN 'failed' ELSE 'done' END,
      CASE WHEN n % 200 = 3 THEN 'Missing Permissions' END,
      CASE WHEN n % 10 IN (3, 5, 9) AND at < now() - interval '7 days' THEN at + interval '7 days' END,
      CASE WHEN n % 10 IN (3, 5, 9) AND at < now() - interval '7 days' THEN 'Smarter Dev' END,
      CASE WHEN n % 10 IN (3, 5, 9) AND at < now() - interval '7 days' THEN 'It has ended.' END, at, at
    FROM (SELECT *, ${ago(sizes.cases, now)} AS at FROM (${whose(world)} FROM ${rows}) who) one;
    INSERT INTO case_notes (case_id, at, actor_name, text)
    SELECT 1 + n, now() - interval '1 hour', 'moderator ' || n % 50, 'Told them where to appeal.' FROM ${rows} WHERE n % 2 = 0;
    INSERT INTO user_warnings (guild_id, user_id, case_id, actor_name, reason, created_at, expires_at, withdrawn_at, withdrawn_by)
    SELECT guild_id, user_id, id, actor_name, reason, created_at, created_at + interval '30 days',
      CASE WHEN id % 40 = 1 THEN created_at END, CASE WHEN id % 40 = 1 THEN 'ada' END
    FROM moderation_cases WHERE kind = 'warn' AND id IN (SELECT 1 + n FROM ${rows});
    INSERT INTO appeals (guild_id, case_id, user_id, text, state, created_at)
    SELECT guild_id, id, user_id, 'It was my little brother.', CASE WHEN id % 300 = 8 THEN 'open' ELSE 'rejected' END, created_at
    FROM moderation_cases WHERE kind = 'kick' AND id IN (SELECT 1 + n FROM ${rows});
    INSERT INTO channel_deeds (guild_id, channel_id, operation, deed, actor_kind, actor_name, effect, created_at, changed_at)
    SELECT ${demo.guildId}, ${demo.channelId}, 'bench:' || n, '{"is":"slowmode","seconds":30}', 'system', 'test', 'done', now(), now()
    FROM ${rows} WHERE n % 10 = 0;
    INSERT INTO failed_effects (job, guild_id, effect, status, code, why, failed_at)
    SELECT 'bench-' || n, ${demo.guildId}, jsonb_build_object('kind', 'react', 'guild', '${demo.guildId}', 'channel', '1', 'message', n::text,
      'emoji', 'x'), 403, '50013', 'Missing Permissions', now() - n * interval '1 second' FROM ${rows} WHERE n % 30 = 0`;
};

const reports = (world: World, rows: string) => `
  INSERT INTO reports (guild_id, channel_id, message_id, author_id, reporter_id, reporter_name, excerpt, state, answered_at,
    answered_by, created_at)
  SELECT guild, ${world.demo.channelId}, bench.flake(1600000000000, n), member, bench.person(n % 5000), 'margaret', 'free gift cards ' || n,
    CASE WHEN n % 500 = 0 THEN 'open' ELSE 'handled' END, CASE WHEN n % 500 > 0 THEN now() END,
    CASE WHEN n % 500 > 0 THEN 'grace' END, ${ago(world.sizes.cases / 6, world.now)}
  FROM (${whose(world)} FROM ${rows}) who`;

const firings = (world: World, rows: string) => {
  const { demo, now, sizes } = world;
  return `
    INSERT INTO automod_firings (id, guild_id, user_id, rule_id, rule_name, rule_kind, rule_version, burst, mode, action, deletes,
      outcome, case_id, reached, needed, within_ms, conditions, excerpt, messages, started_at, latest_at, until_at, created_at)
      OVERRIDING SYSTEM VALUE
    SELECT 1 + n, guild, member,
      CASE WHEN guild = ${demo.guildId} THEN rules.ids[1 + n % cardinality(rules.ids)] ELSE 1000000 + n % 5000 END,
      'Flood', 'flood', 1, 'bench:' || n, CASE WHEN n % 3 = 0 THEN 'monitor' ELSE 'enforce' END, '{"is":"timeout","minutes":30}', false,
      CASE WHEN n % 3 = 0 THEN 'monitored' ELSE 'acted' END, CASE WHEN n % 30 = 1 THEN 1 + n END, 10, 10, 10000,
      '[{"what":"count","holds":true,"why":"10 messages within 10 seconds (10 are too many)."}]',
      CASE WHEN at > now() - interval '7 days' THEN 'selling keys, write me' END, 3, at, at + interval '5 seconds',
      at + interval '1 minute', at
    FROM (SELECT *, ${ago(sizes.firings, now)} AS at FROM (${whose(world)} FROM ${rows}) who) one,
      (SELECT array_agg(id ORDER BY id) AS ids FROM automod_rules WHERE guild_id = ${demo.guildId}) rules;
    INSERT INTO automod_firing_messages (firing_id, message_id, channel_id, at)
    SELECT 1 + n, bench.flake(1610000000000 + n * 1000, k), 1 + n % 50, now() FROM ${rows}, generate_series(1, 3) k`;
};

const attachments = (world: World, rows: string) => `
  INSERT INTO file_attachments (id, at, guild_id, channel_id, message_id, user_id, name, extension, size, url, decision, deletion)
  SELECT bench.flake(1620000000000 + n, 1), to_timestamp(${world.now / 1_000}) - (${world.sizes.attachments} - n) * interval '30 seconds', guild,
    ${world.demo.channelId}, bench.flake(1620000000000 + n, 2), member, 'holiday-' || n || '.png', CASE WHEN n % 9 = 0 THEN 'exe' ELSE 'png' END,
    1000 + n, 'https://cdn.discordapp.com/attachments/1/2/file', CASE WHEN n % 9 = 0 THEN 'block' ELSE 'allow' END,
    CASE WHEN n % 9 = 0 THEN 'done' ELSE 'none' END
  FROM (${whose(world)} FROM ${rows}) who`;
