import { PermissionFlagsBits as P } from 'discord-api-types/v10';
import { BytesConfig } from '../../shared/bytes/settings.ts';
import { DAY, HOUR } from '../../shared/core/clock.ts';
import { type Snowflake, snowflakeAt } from '../../shared/core/snowflake.ts';
import type { Knex } from '../../shared/db/knex.ts';
import { allNeeded } from '../../shared/setup/needs.ts';

interface History {
  guild: Snowflake;
  /** Account id of who did it all. */
  owner: string;
  /** Its leaderboard. */
  isPublic: boolean;
  now: number;
  text: (plain: string) => string;
}

const channels = ['welcome', 'general', 'help', 'showcase', 'off-topic', 'bot-commands'];
const roles = [
  'Admin',
  'Moderator',
  'Regular',
  'Contributor',
  'Bit',
  'Byte',
  'Kilobyte',
  'Ferris',
  'Gophers',
  'Pythonistas',
  'Smarter Dev',
];
/** The bot's own. */
export const botRole: Snowflake = demoRole(roles.indexOf('Smarter Dev'));

/** Channels, roles and their rewards, versions of the settings, and what staff did. */
export async function seedHistory(db: Knex, history: History): Promise<void> {
  await seedPicks(db, history);
  await seedVersions(db, history);
  await seedAudit(db, history);
}

/** A channel of the demo, by its place in the list. */
export function demoChannel(place: number): Snowflake {
  return snowflakeAt(Date.UTC(2021, 1, 5), place);
}

/** A role of the demo, by its place from the lowest. */
export function demoRole(place: number): Snowflake {
  return snowflakeAt(Date.UTC(2021, 2, 5), place);
}

async function seedPicks(db: Knex, { guild, now, text }: History): Promise<void> {
  const id = (kind: number, index: number) => snowflakeAt(Date.UTC(2021, kind, 5), index);
  await db('guild_channels').insert(
    channels.map((name, position) => ({
      guild_id: guild,
      id: id(1, position),
      name: text(name),
      type: 0,
      position,
      seen_at: new Date(now),
    })),
  );
  const deleted = {
    guild_id: guild,
    id: id(1, 99),
    name: text('old-events'),
    type: 0,
    position: 9,
    active: false,
  };
  await db('guild_channels').insert({ ...deleted, seen_at: new Date(now) });
  const everyone = {
    guild_id: guild,
    id: guild,
    name: '@everyone',
    position: 0,
    permissions: String(P.ViewChannel | P.SendMessages),
  };
  await db('guild_roles').insert({ ...everyone, seen_at: new Date(now) });
  await db('guild_roles').insert(
    roles.map((name, position) => ({
      guild_id: guild,
      id: id(2, position),
      name: text(name),
      color: position * 0x224466,
      managed: name === 'Smarter Dev',
      permissions: name === 'Smarter Dev' ? String(allNeeded) : '0',
      position: position + 1,
      seen_at: new Date(now),
    })),
  );
  const rewards = [128, 512, 2048].map((threshold, index) => ({
    guild_id: guild,
    role_id: id(2, 4 + index),
    threshold,
  }));
  await db('bytes_roles').insert(rewards);
}

/** The last one is also what is in force. */
async function seedVersions(db: Knex, { guild, owner, isPublic, now, text }: History): Promise<void> {
  const ignoredChannels = [snowflakeAt(Date.UTC(2021, 1, 5), 5), snowflakeAt(Date.UTC(2021, 1, 5), 99)];
  const steps: { values: Partial<BytesConfig>; note?: string }[] = [
    { values: { dailyAmount: 10 } },
    { values: { dailyAmount: 25, timeZone: 'Europe/Berlin' } },
    { values: { dailyAmount: 25, timeZone: 'Europe/Berlin', ignoredChannels } },
    { values: { dailyAmount: 10 }, note: 'restored from version 1' },
    {
      values: {
        dailyAmount: 12,
        timeZone: 'Europe/Berlin',
        ignoredChannels,
        leastAccountAgeDays: 7,
        mostFreezes: 3,
        publicLeaderboard: isPublic,
      },
    },
  ];
  await db('settings_versions').insert(
    steps.map(({ values, note }, index) => ({
      feature: 'bytes',
      guild_id: guild,
      version: index + 1,
      values: JSON.stringify(BytesConfig.parse(values)),
      actor_kind: 'staff',
      actor_id: owner,
      actor_name: text('owner'),
      note: note ? text(note) : null,
      created_at: new Date(now - (steps.length - index) * 4 * DAY),
    })),
  );
  const values = JSON.stringify(BytesConfig.parse(steps.at(-1)?.values));
  await db('bytes_configs').insert({ guild_id: guild, values, version: steps.length });
}

async function seedAudit(db: Knex, { guild, owner, now, text }: History): Promise<void> {
  const deeds: Deed[] = [
    { guild_id: null, action: 'staff.created', subject: 'moderator', after: { role: 'moderator' } },
    {
      guild_id: guild,
      action: 'settings.saved',
      subject: 'Bytes, version 2',
      before: { dailyAmount: 10 },
      after: { dailyAmount: 25 },
    },
    { guild_id: null, action: 'key.created', subject: 'Leaderboard site', after: { scopes: ['read'] } },
    {
      guild_id: guild,
      action: 'settings.saved',
      subject: 'Bytes, version 4, restored from version 1',
      before: { dailyAmount: 25 },
      after: { dailyAmount: 10 },
    },
  ];
  await db('audit_entries').insert(
    deeds.map(({ subject, before = null, after = null, ...deed }, index) => ({
      ...deed,
      subject: deed.guild_id ? text(subject) : subject,
      before: before && JSON.stringify(before),
      after: after && JSON.stringify(after),
      actor_kind: 'staff',
      actor_id: owner,
      actor_name: deed.guild_id ? text('owner') : 'owner',
      ip: '203.0.113.7',
      at: new Date(now - (deeds.length - index) * 9 * HOUR),
    })),
  );
}

interface Deed {
  guild_id: Snowflake | null;
  action: string;
  subject: string;
  before?: object;
  after?: object;
}
