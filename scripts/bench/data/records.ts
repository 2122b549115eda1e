import type { Sizes } from './sizes.ts';
import { fill, type Step, share, type World } from './step.ts';

const routes = [
  '/admin',
  '/admin/dashboard',
  '/admin/guilds/:guildId',
  '/admin/guilds/:guildId/cases',
  '/admin/guilds/:guildId/members',
  '/admin/guilds/:guildId/members/:userId',
  '/admin/guilds/:guildId/ledger',
  '/admin/guilds/:guildId/automod/firings',
  '/admin/audit',
  '/admin/login',
  '/leaderboards/:guildId',
  '/',
  '/:name',
];
const agents = 300;
const addresses = 40_000;
const agent = (n: string) =>
  `CASE WHEN ${n} % 11 = 0 THEN 'Discordbot/2.' || ${n} % 9 ELSE 'Mozilla/5.0 (X11; Linux x86_64) Firefox/' || bench.mix(${n}, ${agents}) END`;
const address = (n: string) => `('10.0.0.0'::inet + bench.mix(${n}, ${addresses}))`;
const host = (n: string) => `CASE WHEN ${n} % 5 = 0 THEN 'site-' || bench.mix(${n}, 200) || '.example' END`;

/** What is recorded one by one: views, clicks, uses of commands, errors, jobs; the log of changes. */
export function records(sizes: Sizes): Step[] {
  const { days, usages, clicks, errors, jobs, audits } = sizes;
  const each = (name: string, seconds: number, rows: number, sql: (world: World, rows: string) => string) =>
    fill(name, { batches: days, seconds }, (world, batch) => sql(world, share(rows, days, batch)));
  return [
    each('page views', 150, sizes.views, views),
    each('command usages', 12, usages, uses),
    each('clicks', 8, clicks, clicked),
    fill('errors', { batches: 1, seconds: 3 }, (world) => failed(world, errors)),
    fill('jobs', { batches: 1, seconds: 5 }, (world) => kept(world, jobs)),
    fill('audit', { batches: 10, seconds: 10 }, (world, batch) => audited(world, share(audits, 10, batch))),
    fill('deliveries', { batches: 1, seconds: 4 }, (world) => delivered(world, jobs)),
    fill('maintenance', { batches: 1, seconds: 1 }, maintained),
  ];
}

/** Spread over the days up to now, the oldest first. */
const at = ({ now, sizes }: World, rows: number) =>
  `to_timestamp(${now / 1_000}) - (${rows} - n) * interval '${((sizes.days * 86_400) / rows).toFixed(6)} seconds'`;

const views = (world: World, rows: string) => `
  INSERT INTO page_views (id, at, method, path, route, status, ms, ip, agent, referrer, referrer_host, bot)
  SELECT gen_random_uuid(), at, 'GET', replace(route, ':guildId', '1'), route,
    CASE WHEN n % 97 = 0 THEN 404 WHEN n % 401 = 0 THEN 403 WHEN n % 701 = 0 THEN 429 WHEN n % 2003 = 0 THEN 500 ELSE 200 END,
    5 + bench.mix(n, 80), CASE WHEN at < now() - interval '30 days' THEN network(set_masklen(ip, 24)) ELSE ip END,
    agent, 'https://' || host || '/', host, n % 11 = 0
  FROM (
    SELECT n, ${at(world, world.sizes.views)} AS at, ${address('n')} AS ip, ${agent('n')} AS agent, ${host('n')} AS host,
      (ARRAY['${routes.join("','")}'])[1 + bench.mix(n, ${routes.length})] AS route
    FROM ${rows}
  ) one`;

const uses = (world: World, rows: string) => `
  INSERT INTO command_usages (id, at, command, user_id, guild_id, ms, outcome)
  SELECT bench.flake((extract(epoch FROM at) * 1000)::bigint, n), at,
    (ARRAY['bytes read','bytes send','bytes heap','squads join','warn','case view','history'])[1 + n % 7],
    CASE WHEN n % 200 = 0 THEN ${world.demo.userId} ELSE bench.user_at(bench.somebody(n)) END,
    CASE WHEN n % 200 = 0 THEN ${world.demo.guildId} WHEN n % 31 > 0 THEN bench.guild_at(bench.somebody(n)) END, 20 + bench.mix(n, 200),
    CASE WHEN n % 17 = 0 THEN 'refused' ELSE 'answered' END
  FROM (SELECT n, ${at(world, world.sizes.usages)} AS at FROM ${rows}) one`;

const clicked = (world: World, rows: string) => `
  INSERT INTO redirect_clicks (id, at, redirect_id, ip, agent, referrer, referrer_host, bot)
  SELECT gen_random_uuid(), at, CASE WHEN n % 3 < 2 THEN ${world.demo.redirectId} ELSE 1000 + n % 100 END,
    CASE WHEN at < now() - interval '30 days' THEN network(set_masklen(${address('n')}, 24)) ELSE ${address('n')} END,
    ${agent('n')}, 'https://' || ${host('n')} || '/', ${host('n')}, n % 11 = 0
  FROM (SELECT n, ${at(world, world.sizes.clicks)} AS at FROM ${rows}) one`;

function failed({ demo, now }: World, { kinds, occurrences }: Sizes['errors']): string {
  const lately = (n: string, seconds: number) =>
    `to_timestamp(${now / 1_000}) - ${n} * interval '${seconds.toFixed(3)} seconds'`;
  return `
    INSERT INTO route_errors (id, fingerprint, type, code, message, stack, place, occurrences, first_at, last_at, resolved_at, resolved_by)
      OVERRIDING SYSTEM VALUE
    SELECT 1 + n, 'bench:' || n, 'TypeError', CASE WHEN n % 3 = 0 THEN 'E' || n END, 'Cannot read properties of undefined, ' || n,
      'TypeError: Cannot read properties' || repeat(chr(10) || '    at handle (web/http/page.js:40:7)', 12), '/admin/page/' || n,
      ${Math.ceil(occurrences / kinds)}, ${lately('n', 8_000)} - interval '9 days', ${lately('n', 8_000)},
      CASE WHEN n % 2 = 0 THEN now() END, CASE WHEN n % 2 = 0 THEN 'owner' END
    FROM generate_series(0, ${kinds - 1}) n;
    INSERT INTO error_occurrences (id, at, error_id, told, process, message, stack, facts, ip)
    SELECT gen_random_uuid(), ${lately('n', (29 * 86_400) / occurrences)},
      CASE WHEN n % 4 = 0 THEN ${demo.errorId} ELSE 1 + n % ${kinds} END, 'req-' || n,
      'web-harbor-0', 'Cannot read properties of undefined', 'TypeError: Cannot read properties', '{"method":"GET","path":"/admin"}', ${address('n')}
    FROM generate_series(0, ${occurrences - 1}) n`;
}

const kept = ({ demo, now }: World, jobs: number) => `
  INSERT INTO kept_jobs (id, guild_id, queue, job, at, partition, name, outcome, why, attempts, data, ids)
  SELECT gen_random_uuid(), ${demo.guildId}, CASE WHEN n % 9 = 0 THEN 'events' ELSE 'effects' END, 'bench-' || n,
    to_timestamp(${now / 1_000}) - n * interval '${((6.5 * 86_400) / jobs).toFixed(3)} seconds', n % 4, 'say',
    (ARRAY['done','done','done','refused','failed','quarantined'])[1 + n % 6], CASE WHEN n % 6 > 2 THEN 'Missing Permissions' END, 1,
    jsonb_build_object('kind', 'say', 'guild', '${demo.guildId}', 'content', repeat('word ', 40)),
    ARRAY[CASE WHEN n % 3 = 0 THEN bench.guild_at(bench.somebody(n)) ELSE ${demo.guildId} END, bench.user_at(bench.somebody(n)), bench.flake(1630000000000, n)]
  FROM generate_series(0, ${jobs - 1}) n`;

const audited = ({ demo, sizes }: World, rows: string) => `
  INSERT INTO audit_entries (id, at, actor_kind, actor_id, actor_name, guild_id, action, subject, before, after, ip)
    OVERRIDING SYSTEM VALUE
  SELECT 1 + n, now() - (${sizes.audits} - n) * interval '1 minute' - interval '2 days', CASE WHEN n % 4 = 0 THEN 'key' ELSE 'staff' END, 1 + n % 7, 'ada',
    CASE n % 4 WHEN 0 THEN NULL WHEN 1 THEN bench.guild_at(bench.somebody(n)) ELSE ${demo.guildId} END,
    (ARRAY['settings.saved','case.changed','staff.created','key.created','squad.changed'])[1 + n % 5], 'Bytes, version ' || n,
    '{"dailyAmount":10}', '{"dailyAmount":25}', '203.0.113.7'
  FROM ${rows}`;

/** Of the demo's webhooks, where it has some. */
const delivered = ({ now }: World, deliveries: number) => `
  INSERT INTO webhook_deliveries (webhook_id, event, subject, body, state, attempts, status, ms, created_at, changed_at)
  SELECT webhooks.id, 'case.opened', 'bench:' || n, '{}', CASE WHEN n % 50 = 0 THEN 'failed' ELSE 'delivered' END, 1, 200, 30,
    to_timestamp(${now / 1_000}) - (${deliveries} - n) * interval '20 seconds', now()
  FROM (SELECT id FROM webhooks ORDER BY id LIMIT 1) webhooks, generate_series(1, ${deliveries}) n`;

const maintained = () => `
  INSERT INTO maintenance_runs (kind, state, done, total, result, asked_by, asked_at, started_at, finished_at)
  SELECT 'analyze', 'done', 40, 40, '{"tables":2,"before":10,"after":9,"slowest":[]}', 'ada', now() - n * interval '1 hour', now() - n * interval '1 hour',
    now() - n * interval '1 hour' FROM generate_series(2000, 1, -1) n;
  INSERT INTO alarms (kind, subject, text, raised_at, seen_at, cleared_at, told_at, told_cleared_at)
  SELECT 'queue-lag', 'queue ' || n % 7, '4812 jobs wait.', now() - n * interval '1 hour', now() - n * interval '1 hour',
    now() - n * interval '1 hour', now(), now() FROM generate_series(1500, 1, -1) n`;
