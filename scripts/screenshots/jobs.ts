import { keepRecords } from '../../shared/analytics/keep-records.ts';
import { HOUR, MINUTE } from '../../shared/core/clock.ts';
import { type Effect, type QueueName, queueOf } from '../../shared/core/queues.ts';
import { type Snowflake, snowflakeAt } from '../../shared/core/snowflake.ts';
import type { Knex } from '../../shared/db/knex.ts';
import { ensurePartitions } from '../../shared/db/partitions.ts';
import { type JobEnd, recordOf } from '../../shared/jobs/record.ts';
import type { Text } from './demo.ts';
import { demoChannel, demoRole } from './history.ts';

interface Seed {
  guild: Snowflake;
  user: Snowflake;
  now: number;
  text: Text;
}

const partition = { index: 0, of: 1 };

/** Answers the id of an event that was set aside. */
export async function seedJobs(db: Knex, { guild, user, now, text }: Seed): Promise<string> {
  const channel = demoChannel(1);
  const latest: { id: string } | undefined = await db('moderation_cases')
    .where({ guild_id: guild })
    .orderBy('id', 'desc')
    .first('id');
  const caseId = latest?.id ?? '1';
  const message = (ago: number) => snowflakeAt(now - ago, 7);
  const ended = (
    queueName: QueueName,
    id: string,
    name: string,
    data: unknown,
    end: Omit<JobEnd, 'at'>,
    ago: number,
  ) =>
    recordOf({ queueName, id, name, data, attemptsStarted: end.outcome === 'failed' ? 12 : 1 }, partition, {
      ...end,
      at: now - ago,
    });
  const effect = (id: string, data: Effect, end: Omit<JobEnd, 'at'>, ago: number) =>
    ended(queueOf(data), id, data.kind, data, end, ago);
  const raid = Array.from({ length: 12 }, (_, index) => message(HOUR + index));
  const forbidden = { outcome: 'refused', why: 'Missing Permissions (403, 50013)' } as const;
  const event = {
    t: 'MESSAGE_CREATE',
    id: message(20 * MINUTE),
    at: now - 20 * MINUTE,
    d: {
      guild,
      channel,
      author: { id: user, username: 'ada' },
      content: text('Good morning!', guild),
      roles: [],
    },
  };
  const why =
    "TypeError: Cannot read properties of undefined (reading 'length')\n    at readRoles (workers/bytes/award.js:41:22)";
  const aside = ended(
    'quarantine',
    `MESSAGE_CREATE-${event.id}`,
    event.t,
    { event },
    { outcome: 'quarantined', why },
    19 * MINUTE,
  );
  const rows = [
    aside,
    effect(
      `punish-${caseId}-timeout`,
      { kind: 'punish', guild, case: caseId, as: 'timeout' },
      { outcome: 'done' },
      3 * MINUTE,
    ),
    effect(
      `delete-${raid[0]}-12-${raid[11]}`,
      { kind: 'delete-messages', guild, channel, messages: raid },
      { outcome: 'done' },
      HOUR,
    ),
    effect(`role-${user}`, { kind: 'grant-role', guild, user, role: demoRole(4) }, forbidden, 2 * HOUR),
    effect(
      `say-${message(3 * HOUR)}`,
      {
        kind: 'say',
        guild,
        channel,
        nonce: message(3 * HOUR),
        content: text(`<@${user}> reached CHAR.`, guild),
        pings: [user],
      },
      { outcome: 'dropped', why: 'Unknown Channel' },
      3 * HOUR,
    ),
    ended(
      'webhooks',
      'delivery-17',
      'deliver',
      { delivery: '17' },
      { outcome: 'failed', why: 'Error: connect ECONNREFUSED 192.0.2.7:443' },
      5 * HOUR,
    ),
  ];
  await ensurePartitions(db, { table: 'kept_jobs', by: 'day', from: now - 6 * HOUR, to: now });
  await keepRecords({ db }, 'jobs', rows);
  return aside.id;
}
