import { expect } from 'chai';
import { type Sandbox, startSandbox } from '../scripts/sandbox/index.ts';
import { Bytes } from '../shared/bytes/model.ts';
import type { Envelope } from '../shared/core/events.ts';
import { silent } from '../shared/core/log.ts';
import { openQueues } from '../shared/core/queues.ts';
import { packEvent } from '../shared/core/wire.ts';
import { useDatabase } from '../shared/testing/database.ts';
import { type TestProcess, useProcesses } from '../shared/testing/processes.ts';
import { useRedis } from '../shared/testing/redis.ts';

const partition = { index: 0, of: 1 };

describe('worker processes', () => {
  const database = useDatabase();
  const redis = useRedis();
  const processes = useProcesses();
  let sandbox: Sandbox;
  let queues: ReturnType<typeof openQueues>;
  let started: TestProcess[] = [];

  before(async () => {
    sandbox = await startSandbox();
    queues = openQueues(redis.redis, silent);
  });
  after(async () => {
    await queues.close();
    await sandbox.stop();
  });
  afterEach(async () => {
    for (const process of started.splice(0)) await process.kill();
  });

  async function start(...args: string[]): Promise<TestProcess> {
    const process = await processes.start(
      'workers/main.ts',
      {
        ...{ DATABASE_URL: database.url, REDIS_URL: redis.url, SECRET: 's'.repeat(32) },
        ...{ DISCORD_TOKEN: sandbox.token, DISCORD_API: sandbox.api, LOG_LEVEL: 'warn' },
      },
      ...args,
    );
    started.push(process);
    return process;
  }

  it('pay a message and react to it, then stop when asked', async () => {
    const [worker, effects] = await Promise.all([start(), start('effects')]);
    const event = post();
    await queues
      .queue('events', partition)
      .add('batch', { shard: 0, events: [packEvent(event)] }, { jobId: 'batch-1' });
    const path = `/channels/${event.d.channel}/messages/${event.id}/reactions`;
    const request = await sandbox.request((each) => each.path.startsWith(path), 15_000);
    expect(request.status).eq(204);
    const rows = await Bytes.query(database.db).where('operation', `msg:${event.id}`).orderBy('id');
    expect(rows.map(({ kind, amount }) => [kind, amount])).eql([
      ['starting', '100'],
      ['daily', '10'],
    ]);
    expect(await Promise.all([worker?.stop(), effects?.stop()])).eql([0, 0]);
    started = [];
    expect(sandbox.violations).eql([]);
  });

  it('start without Discord, and say which application they took', async () => {
    sandbox.trouble.refuseRest({ status: 500, times: 9, match: '/applications/@me' });
    const worker = await start();
    expect(worker.output()).contains(sandbox.applicationId).and.contains('Discord cannot be asked');
    sandbox.trouble.calm();
  });

  it('do not start with a token that Discord refuses, and say what to change', async () => {
    sandbox.trouble.refuseRest({ status: 401, times: 9, match: '/applications/@me' });
    const error = await start().catch((thrown: unknown) => thrown);
    expect(String(error)).contains('DISCORD_TOKEN');
    const stored: string[] = await database.db('route_errors').pluck('message');
    expect(stored.join(), 'kept for the page of errors').contains('DISCORD_TOKEN');
    sandbox.trouble.calm();
  });

  function post(): Envelope<'MESSAGE_CREATE'> {
    const [guild] = sandbox.world.guilds.values();
    const [channel] = guild?.channels.values() ?? [];
    const ada = [...(guild?.members.values() ?? [])].find(({ user }) => user.username === 'ada')?.user;
    const place = { guild: guild?.id ?? '', channel: channel?.id ?? '' };
    const { id } = sandbox.message({ ...place, author: ada?.id ?? '', content: 'hello' });
    const author = { id: ada?.id ?? '', username: 'ada', globalName: null, avatar: null };
    const mentions = { users: 0, roles: 0, everyone: false };
    const rest = { roles: [], joinedAt: null, content: 'hello', attachments: [], mentions, flags: 0 };
    return { t: 'MESSAGE_CREATE', id, at: Date.now(), d: { id, ...place, author, ...rest } };
  }
}).timeout(60_000);
