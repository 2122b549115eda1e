import { DAY, HOUR, MINUTE } from '../../shared/core/clock.ts';
import { type Snowflake, snowflakeAt } from '../../shared/core/snowflake.ts';
import type { Knex } from '../../shared/db/knex.ts';
import { ensurePartitions } from '../../shared/db/partitions.ts';
import { FileConfig } from '../../shared/files/settings.ts';
import { demoChannel } from './history.ts';

interface Files {
  guild: Snowflake;
  users: Snowflake[];
  now: number;
  text: (plain: string) => string;
}

/** File rules and files that were sent; the id of a rule. */
export async function seedFiles(db: Knex, { guild, users, now, text }: Files): Promise<string> {
  await ensurePartitions(db, { table: 'file_attachments', by: 'month', from: now - 30 * DAY, to: now });
  const values = JSON.stringify(FileConfig.parse({ enabled: true }));
  await db('file_configs').insert({ guild_id: guild, values });
  const rule = (extension: string, decision: string, message: string | null = null) => ({
    guild_id: guild,
    extension,
    decision,
    message: message && text(message),
  });
  const rules: { id: string }[] = await db('file_rules').insert(
    [
      rule('exe', 'block', '{user}, programs are not welcome here. Show us the source instead.'),
      rule('pdf', 'warn'),
      rule('png', 'allow'),
      rule('scr', 'block'),
      rule('zip', 'warn', '{user}, think twice before you open {filename}.'),
    ],
    ['id'],
  );
  const own = Number(BigInt(guild) & 0xffn) * 1_000; // ids of files are Discord's: no two guilds have the same
  const rest = { guild_id: guild, url: 'https://cdn.discordapp.com/attachments/1/2/file' };
  await db('file_attachments').insert(
    sent.map(({ name, extension, size, decision, deletion = 'none', ago, user }, index) => ({
      ...rest,
      id: snowflakeAt(now - ago, own + index),
      at: new Date(now - ago),
      channel_id: demoChannel(index % 4),
      message_id: snowflakeAt(now - ago, own + index + 100),
      user_id: users[user],
      name: text(name),
      extension,
      size,
      decision,
      deletion,
    })),
  );
  return rules[0]?.id ?? '';
}

const sent = [
  { name: 'team-photo.png', extension: 'png', size: 2_310_224, decision: 'allow', ago: 4 * MINUTE, user: 3 },
  {
    name: 'vacation\u202Egnp.exe',
    extension: 'exe',
    size: 884_736,
    decision: 'block',
    deletion: 'done',
    ago: 31 * MINUTE,
    user: 14,
  },
  { name: 'crash-dump.zip', extension: 'zip', size: 48_113_002, decision: 'warn', ago: 3 * HOUR, user: 8 },
  { name: 'Makefile', extension: null, size: 812, decision: 'allow', ago: 5 * HOUR, user: 2 },
  { name: 'setup.exe', extension: 'exe', size: 91_204, decision: 'exempt', ago: 20 * HOUR, user: 0 },
  {
    name: 'invoice.exe.png',
    extension: 'exe',
    size: 17_408,
    decision: 'block',
    deletion: 'failed',
    ago: 2 * DAY,
    user: 27,
  },
  {
    name: `minutes-${'of-a-very-long-meeting-'.repeat(6)}.pdf`,
    extension: 'pdf',
    size: 120_445,
    decision: 'off',
    ago: 6 * DAY,
    user: 5,
  },
];
