import { createHash } from 'node:crypto';
import { hashPassword } from '../../shared/accounts/password.ts';
import type { Role } from '../../shared/accounts/rules.ts';
import { DAY, HOUR } from '../../shared/core/clock.ts';
import { type Snowflake, snowflakeAt } from '../../shared/core/snowflake.ts';
import type { Knex } from '../../shared/db/knex.ts';
import { seedAnalytics } from './analytics.ts';
import { seedAutomod } from './automod.ts';
import { seedCluster } from './cluster.ts';
import { seedErrors } from './errors.ts';
import { seedFiles } from './files.ts';
import { demoChannel, demoRole, seedHistory } from './history.ts';
import { seedJobs } from './jobs.ts';
import { seedMaintenance } from './maintenance.ts';
import { seedMembers } from './members.ts';
import { type DemoModeration, seedEarlierCases, seedModeration } from './moderation.ts';
import { seedRedirects } from './redirects.ts';
import { seedOutage, seedSquads } from './squads.ts';
import { seedOperation, seedTokens } from './tokens.ts';
import { type DemoWebhook, seedWebhooks } from './webhooks.ts';

/** What a demo holds that a path or a login needs. */
export interface Demo {
  guildId: Snowflake;
  /** The guild that `elsewhere` is staff of, and nobody else in particular. */
  otherGuildId: Snowflake;
  /** Ids of accounts, by name. */
  staff: Record<string, string>;
  keyId: string;
  /** Of a refresh token of that key. */
  tokenId: string;
  userId: Snowflake;
  /** Of one squad, by guild. */
  squadIds: Record<Snowflake, string>;
  /** Of one of each, by guild. */
  automod: Record<Snowflake, { ruleId: string; firingId: string; fileRuleId: string }>;
  moderation: Record<Snowflake, DemoModeration>;
  /** By guild; of every guild under `all`. */
  webhooks: Record<string, DemoWebhook>;
  /** Of a load of the guild's members. */
  runId: string;
  roleId: Snowflake;
  channelId: Snowflake;
  /** Of the log of changes, in the guild. */
  entryId: string;
  alarmId: string;
  /** Of a kind of errors. */
  errorId: string;
  /** Of an event that was set aside. */
  keptJobId: string;
  /** Of a run of maintenance. */
  maintenanceId: string;
  /** Of a short link. */
  redirectId: string;
}

/** What people typed, in that guild or in none: names, reasons, notes. A test makes it hostile, or recognisable. */
export type Text = (plain: string, guild?: Snowflake) => string;

/** Every account of a demo has it. */
export const demoPassword = 'correct horse battery';

/** Role everywhere, or in one guild. */
const accounts: { username: string; role?: Role; in?: 'guildId' | 'otherGuildId'; as?: Role }[] = [
  { username: 'owner', role: 'owner' },
  { username: 'admin', role: 'admin' },
  { username: 'moderator', role: 'moderator' },
  { username: 'viewer', role: 'viewer' },
  { username: 'spare', role: 'viewer' },
  { username: 'here', in: 'guildId', as: 'moderator' },
  { username: 'elsewhere', in: 'otherGuildId', as: 'admin' },
];

const guildNames = [
  'Rust Harbor',
  'Pixel Foundry',
  'Die Werkstatt 🛠️',
  'Late Night Compilers',
  'Kitchen Table',
];

/**
 * Fills an empty, migrated database with a community of some weeks, the same for the same `now` (milliseconds since
 * 1970).
 */
export async function seedDemo(
  { db }: { db: Knex },
  { now, text = (plain) => plain }: { now: number; text?: Text },
): Promise<Demo> {
  const ids = guildNames.map((_, index) => snowflakeAt(Date.UTC(2021, index, 3), index + 1));
  const [guildId = '', otherGuildId = ''] = ids;
  await db('guilds').insert(
    guildNames.map((name, index) => ({
      id: ids[index],
      name: text(name, ids[index]),
      owner_id: snowflakeAt(Date.UTC(2018, 1, 1)),
      member_count: [48_211, 3_904, 612, 127, 9][index],
      seen_at: new Date(now - index * HOUR),
    })),
  );
  const staff = await seedStaff(db, { guildId, otherGuildId }, now);
  const users = await seedMembers(db, { guilds: [guildId, otherGuildId], now, text });
  for (const guild of [guildId, otherGuildId])
    await seedHistory(db, {
      guild,
      owner: staff.owner ?? '',
      isPublic: guild === guildId,
      now,
      text: (plain) => text(plain, guild),
    });
  const keyId = await seedKeys(db, { guildId, createdBy: staff.owner ?? '', now, text });
  const tokenId = await seedTokens(db, { keyId, now });
  const entryId = await newestEntry(db, guildId);
  const runId = await seedRuns(db, { guildId, now, text });
  const squadIds: Record<Snowflake, string> = {};
  const automod: Demo['automod'] = {};
  const moderation: Demo['moderation'] = {};
  const webhooks: Demo['webhooks'] = {};
  for (const guild of [guildId, otherGuildId]) {
    const here = { guild, users, now, text: (plain: string) => text(plain, guild) };
    await seedOperation(db, here);
    squadIds[guild] = await seedSquads(db, here);
    await seedEarlierCases(db, here);
    automod[guild] = { ...(await seedAutomod(db, here)), fileRuleId: await seedFiles(db, here) };
    moderation[guild] = await seedModeration(db, here);
    const about = { guild, user: users[0] ?? '' };
    webhooks[guild] = await seedWebhooks(db, { ...here, about });
  }
  webhooks.all = await seedWebhooks(db, {
    guild: null,
    about: { guild: guildId, user: users[0] ?? '' },
    now,
    text,
  });
  await seedOutage(db, now);
  await seedAnalytics(db, { guilds: [guildId, otherGuildId], users, now, text });
  const redirectId = await seedRedirects(db, { now, text });
  const maintenanceId = await seedMaintenance(db, { guild: guildId, users, now, text });
  const alarmId = await seedCluster(db, { now, text });
  const keptJobId = await seedJobs(db, { guild: guildId, user: users[0] ?? '', now, text });
  const errorId = await seedErrors(db, { guild: guildId, now, text });
  return {
    guildId,
    otherGuildId,
    staff,
    keyId,
    tokenId,
    userId: users[0] ?? '',
    entryId,
    alarmId,
    errorId,
    keptJobId,
    maintenanceId,
    redirectId,
    runId,
    squadIds,
    automod,
    moderation,
    webhooks,
    roleId: demoRole(4),
    channelId: demoChannel(1),
  };
}

async function seedRuns(
  db: Knex,
  { guildId, now, text }: Pick<SeedKeys, 'guildId' | 'now' | 'text'>,
): Promise<string> {
  const run = (ago: number, rest: Record<string, unknown>) => ({
    guild_id: guildId,
    reason: 'join',
    requested_by: null,
    state: 'done',
    created_at: new Date(now - ago),
    asked_at: new Date(now - ago + 1_200),
    attempt: 1,
    chunks: 49,
    finished_at: new Date(now - ago + 12_600),
    members: 48_211,
    written: 48_211,
    gone: 0,
    why: null,
    ...rest,
  });
  const unfinished = { members: null, written: 0, gone: null };
  const why = 'Server Members Intent is off: switch it on in the Discord developer portal, and restart.';
  const rows = [
    run(40 * DAY, {}),
    run(3 * DAY, {
      ...unfinished,
      reason: 'panel',
      requested_by: text('grace', guildId),
      state: 'failed',
      why,
    }),
    run(2 * DAY, { reason: 'panel', requested_by: text('grace', guildId), written: 12, gone: 3 }),
    run(9_000, {
      ...unfinished,
      reason: 'api',
      requested_by: text('Event bot'),
      state: 'running',
      finished_at: null,
    }),
  ];
  const made: { id: string }[] = await db('sync_runs').insert(rows, ['id']);
  await db('guilds')
    .where({ id: guildId })
    .update({ members_loaded_at: new Date(now - 2 * DAY) });
  return made[0]?.id ?? '';
}

async function newestEntry(db: Knex, guild: Snowflake): Promise<string> {
  const row: { id: string } | undefined = await db('audit_entries')
    .where({ guild_id: guild })
    .orderBy('id', 'desc')
    .first('id');
  return row?.id ?? '';
}

async function seedStaff(
  db: Knex,
  guilds: Pick<Demo, 'guildId' | 'otherGuildId'>,
  now: number,
): Promise<Record<string, string>> {
  const password_hash = await hashPassword(demoPassword);
  const rows = accounts.map(({ username, role }, index) => ({
    username,
    role: role ?? null,
    password_hash,
    created_at: new Date(now - (90 - index) * DAY),
    last_login_at: new Date(now - index * 7 * HOUR),
  }));
  const made: { id: string; username: string }[] = await db('admin_users').insert(rows, ['id', 'username']);
  const staff = Object.fromEntries(made.map(({ id, username }) => [username, id]));
  const single = accounts.flatMap(({ username, in: guild, as }) =>
    guild && as ? [{ user_id: staff[username], guild_id: guilds[guild], role: as }] : [],
  );
  await db('staff_guild_roles').insert(single);
  return staff;
}

async function seedKeys(db: Knex, { guildId, createdBy, now, text }: SeedKeys): Promise<string> {
  const key = (name: string, scopes: string[], rest: Record<string, unknown>) => ({
    name: text(name, rest.guild_ids ? guildId : undefined).slice(0, 64),
    prefix: `demo_${createHash('sha256').update(name).digest('hex').slice(0, 8)}`,
    hash: createHash('sha256').update(`no key has this hash: ${name}`).digest('hex'),
    scopes,
    created_by: createdBy,
    created_at: new Date(now - 40 * DAY),
    guild_ids: null,
    ...rest,
  });
  const rows = [
    key('Leaderboard site', ['read'], { last_used_at: new Date(now - 4 * 60_000) }),
    key('Event bot', ['settings:read', 'settings:write'], {
      guild_ids: [guildId],
      expires_at: new Date(now + 20 * DAY),
    }),
    key('Old importer', ['read', 'write'], { revoked_at: new Date(now - 9 * DAY) }),
    key('Hackathon', ['read'], { expires_at: new Date(now - 2 * DAY) }),
  ];
  const [first]: { id: string }[] = await db('api_keys').insert(rows, ['id']);
  return first?.id ?? '';
}

interface SeedKeys {
  guildId: Snowflake;
  createdBy: string;
  now: number;
  text: Text;
}
