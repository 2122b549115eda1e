import { Job, UnrecoverableError } from 'bullmq';
import { expect } from 'chai';
import { noRecorder, openRecorder, type Recorder } from '../../shared/analytics/recorder.ts';
import { noTallies } from '../../shared/analytics/tallies.ts';
import { HOUR, MINUTE } from '../../shared/core/clock.ts';
import { AppError } from '../../shared/core/errors.ts';
import type { AnyEnvelope } from '../../shared/core/events.ts';
import { keys } from '../../shared/core/keys.ts';
import { silent } from '../../shared/core/log.ts';
import { openMetrics } from '../../shared/core/metrics.ts';
import type { Effect } from '../../shared/core/queues.ts';
import { packEvent } from '../../shared/core/wire.ts';
import { keepPartitions } from '../../shared/db/partitions.ts';
import { recordOf } from '../../shared/jobs/record.ts';
import { runRecords } from '../../workers/analytics/records.ts';
import { keepFailedJobs } from '../../workers/jobs/failed-jobs.ts';
import { consume } from '../../workers/runtime/consume.ts';
import { quarantine } from '../../workers/runtime/quarantine.ts';
import { runEvents } from '../../workers/runtime/run.ts';
import { useApi } from '../testing/api.ts';

const partition = { index: 0, of: 1 };
const [guild, channel, user] = ['1144000000000000001', '1144000000000000002', '1144000000000000003'];

describe('kept jobs over the API', () => {
  const api = useApi();
  const open: { close(): Promise<unknown> }[] = [];
  let token = '';
  let recorder: Recorder;
  const queue = () => api.deps.queue;
  const context = () => ({ ...api.deps, log: silent, metrics: openMetrics(), tallies: noTallies, recorder });

  before(async () => {
    await keepPartitions(api.database.db, Date.now());
    ({ token } = await api.makeKey());
    recorder = openRecorder({ ...api.deps, log: silent }, 20);
    open.push(recorder, runRecords(context()));
  });
  after(async () => {
    for (const each of open.splice(0).reverse()) await each.close();
  });

  const ask = (method: string, path: string) => api.ask(method, `/api/v1/jobs${path}`, { token });
  interface Found {
    id: string;
    outcome: string;
    why: string;
    job: string;
    retryable: boolean;
    retriedBy: string | null;
    data: unknown;
  }
  /** Once there are as many as that. */
  async function find(id: string, count = 1): Promise<Found[]> {
    for (;;) {
      const { body, status } = await ask('GET', `?touches=${id}`);
      expect(status).to.equal(200);
      const items = body.items as Found[];
      if (items.length >= count) return items;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
  async function retry(id: string): Promise<unknown> {
    const { status, body } = await ask('POST', `/${id}/retry`);
    return status === 204 ? 'retried' : (body.refusal ?? body.code);
  }

  it('show an event that was set aside, by its message; put back it is handled, and what fails again is a row of its own', async () => {
    let isBroken = true;
    const handled: string[] = [];
    const events = runEvents(context(), {
      MESSAGE_CREATE: async (_, batch) => {
        if (isBroken) throw new TypeError('cannot read it');
        handled.push(...batch.events.map(({ id }) => id));
      },
    });
    open.push(events);
    const id = '1144000000000000010';
    const large = '1144000000000000011';
    const batch = [message(id, 'hello'), message(large, 'x'.repeat(1_000_000))].map(packEvent);
    await queue()('events', partition).add('batch', { shard: 0, events: batch }, { jobId: 'batch-1' });
    const [set] = await find(id);
    expect(set).to.include({ outcome: 'quarantined', job: `MESSAGE_CREATE-${id}`, retryable: true });
    expect(set?.why).to.contain('TypeError: cannot read it');
    expect((await find(large))[0]?.data).to.have.nested.property('event.d.content', '[hidden]');
    expect((await find(user)).map(({ outcome }) => outcome)).to.deep.equal(['quarantined', 'quarantined']);

    const { remove } = Job.prototype;
    Job.prototype.remove = async function (...args) {
      await new Promise((resolve) => setTimeout(resolve, 100)); // time enough for an idle worker to fail with it again
      return remove.apply(this, args);
    };
    const told = await retry(set?.id ?? '').finally(() => {
      Job.prototype.remove = remove;
    });
    expect(told).to.equal('retried');
    const [again, first] = await find(id, 2);
    expect([first?.id, first?.retriedBy, again?.retriedBy]).to.deep.equal([set?.id, 'test', null]);
    isBroken = false;
    for (const one of [again, ...(await find(large))]) expect(await retry(one?.id ?? '')).to.equal('retried');
    while (handled.length < 2) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(handled).to.have.members([id, large]);
    expect(await retry(again?.id ?? '')).to.deep.equal({ is: 'over' });
    const entries = await api.database.db('audit_entries').where({ action: 'job.retry-asked' }).orderBy('id');
    expect(entries.map(({ subject }) => subject)).to.deep.equal(
      [id, id, large, id].map((one) => `quarantine MESSAGE_CREATE-${one}`),
    );
  }).timeout(20_000);

  it('are found where a queue gave up on them; retried they are done under the same id, also after Redis was emptied', async () => {
    const deleted: string[] = [];
    let isBroken = true;
    const deletions = queue()('deletions', partition);
    const one = '1144000000000000020';
    const effect: Effect = { kind: 'delete-messages', guild, channel, messages: [one] };
    await deletions.add('delete-messages', effect, { jobId: 'delete-20' });
    const worker = consume(context(), 'deletions', {}, async ({ id = '' }) => {
      if (isBroken) throw new UnrecoverableError('no such table');
      deleted.push(id);
    });
    while ((await deletions.getFailedCount()) === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    for (const _ of [1, 2]) await keepFailedJobs(context());
    const [failed] = await find(one);
    expect(failed).to.include({ outcome: 'failed', job: 'delete-20', retryable: true });
    expect(failed?.why).to.contain('no such table');
    await worker.close();

    expect(await retry(failed?.id ?? '')).to.equal('retried');
    expect(await retry(failed?.id ?? '')).to.deep.equal({ is: 'under-way' });
    await deletions.remove('delete-20');
    expect(await retry(failed?.id ?? '')).to.deep.equal({ is: 'over' });
    await api.database.db('kept_jobs').update({ retried_at: null });
    expect(await retry(failed?.id ?? '')).to.equal('retried');
    isBroken = false;
    open.push(
      consume(
        context(),
        'deletions',
        {},
        async ({ id = '', data }) => void deleted.push(id, JSON.stringify(data)),
      ),
    );
    while (deleted.length < 2) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(deleted[0]).to.equal('delete-20');
    expect(JSON.parse(deleted[1] ?? '')).to.deep.equal(effect);
    expect(await find(one), 'each failure once').to.have.length(1);
  }).timeout(20_000);

  it('are kept also where more failed since than are read at once, a few at a time', async () => {
    const logs = queue()('logs', partition);
    const list = logs.toKey('failed');
    const at = Date.now() - 30 * MINUTE;
    const gone = Array.from({ length: 1_200 }, (_, n) => [at + n, `gone-${n}`]).flat();
    await api.redis.redis.zadd(list, ...gone);
    const entry: Effect = { kind: 'log', guild, channel, embeds: [], nonce: '1144000000000000040' };
    for (let n = 0; n < 40; n++) {
      await logs.add('log', entry, { jobId: `log-${n}`, delay: HOUR });
      await api.redis.redis.zadd(list, at - 1, `log-${n}`);
    }
    let [reading, most] = [0, 0];
    const getJob = logs.getJob.bind(logs);
    logs.getJob = async (id) => {
      most = Math.max(most, ++reading);
      return getJob(id).finally(() => reading--);
    };
    await keepFailedJobs(context());
    expect(await find('1144000000000000040', 40)).to.have.length(40);
    expect(most).to.be.within(2, 20);
    for (const _ of [1, 2, 3]) await keepFailedJobs(context());
    const seen = await api.redis.redis.hgetall(keys.failedJobsSeen());
    expect(seen['logs:0/1'], 'goes on behind what is kept, or gone').to.equal(String(at + 1_199));
  }).timeout(20_000);

  it('are kept of events that were set aside by a process which was killed before it could record them, once each', async () => {
    const [lost, told] = ['1144000000000000061', '1144000000000000062'];
    const queuedAt = Date.now() - MINUTE;
    const setAside = (id: string, recording: Recorder) =>
      quarantine(
        { ...context(), recorder: recording },
        partition,
        [{ event: message(id, 'hello'), error: new TypeError('cannot read it') }],
        queuedAt,
      );
    await setAside(lost, noRecorder);
    await setAside(told, recorder);
    await keepFailedJobs(context());
    const [kept] = await find(lost);
    expect(kept).to.include({ outcome: 'quarantined', job: `MESSAGE_CREATE-${lost}`, retryable: true });
    expect(kept?.why).to.contain('TypeError: cannot read it');
    for (const _ of [1, 2]) await keepFailedJobs(context());
    const seen = await api.redis.redis.hget(keys.failedJobsSeen(), 'set-aside:0/1');
    expect(seen, 'goes on behind what is kept').to.equal(`MESSAGE_CREATE-${told}`);
    await recorder.handOver();
    for (const id of [lost, told]) expect(await find(id), id).to.have.length(1);
    expect(await retry(kept?.id ?? '')).to.equal('retried');
  }).timeout(20_000);

  it('note who asked for a retry also where Redis did not answer, and nothing where it is of no use', async () => {
    const id = '00000000-0000-8000-8000-000000000051';
    const row = { id, queue: 'deletions', job: 'slow-1', at: new Date(), partition: 0, name: 'say' };
    await api.database.db('kept_jobs').insert({ ...row, outcome: 'failed', data: '{}', ids: ['17'] });
    const slow = queue()('deletions', partition);
    const getJob = slow.getJob.bind(slow);
    slow.getJob = () => Promise.reject(new AppError('unavailable'));
    expect(await retry(id)).to.equal('unavailable');
    slow.getJob = getJob;
    const asked = await api.database.db('audit_entries').where({ subject: 'deletions slow-1' });
    expect(asked.map(({ action }) => action)).to.deep.equal(['job.retry-asked']);
    expect(await api.database.db('kept_jobs').where({ id }).first('retried_at')).to.deep.equal({
      retried_at: null,
    });
  });

  it('of a webhook that could not be told have it told once more', async () => {
    const { db } = api.database;
    const hook = {
      name: 'site',
      url: 'https://example.com',
      secret: 'sealed',
      events: ['case'],
      created_by: 'ada',
    };
    const [webhook] = await db('webhooks').insert(hook).returning('id');
    const told = {
      webhook_id: webhook.id,
      event: 'case.opened',
      subject: 'case:1',
      state: 'failed',
      attempts: 12,
    };
    const [delivery] = await db('webhook_deliveries').insert(told).returning('id');
    const data = { data: { guild, case: '1144000000000000030' } };
    const ended = {
      queueName: 'webhooks',
      id: `${delivery.id}-11`,
      name: 'case.opened',
      data,
      attemptsStarted: 12,
    };
    recorder.job(recordOf(ended, partition, { outcome: 'failed', why: 'Status 500', at: Date.now() }));
    const [failed] = await find('1144000000000000030');
    expect(await retry(failed?.id ?? '')).to.equal('retried');
    expect(await db('webhook_deliveries').first('state', 'attempts')).to.deep.equal({
      state: 'wanted',
      attempts: 0,
    });
    expect(await retry(failed?.id ?? '')).to.deep.equal({ is: 'over' });
    const asks = () => db('webhook_deliveries').first('attempts', 'state', 'status');
    const again = async (state: string) => {
      await db('kept_jobs').update({ retried_at: null });
      await db('webhook_deliveries').update({ state, attempts: 3, status: 200 });
      return retry(failed?.id ?? '');
    };
    for (const state of ['wanted', 'delivered']) {
      expect(await again(state), state).to.deep.equal({ is: 'over' }); // it was told since, or is about to be
      expect(await asks(), state).to.deep.equal({ attempts: 3, state, status: 200 });
    }
  });

  it('hold what a webhook was told for keys that may read that, and for no others', async () => {
    const ended = {
      queueName: 'webhooks',
      id: '77-0',
      name: 'transfer.made',
      data: { data: { giver: '1144000000000000077' } },
      attemptsStarted: 1,
    };
    recorder.job(recordOf(ended, partition, { outcome: 'done', at: Date.now() }));
    const [whole] = await find('1144000000000000077');
    expect(whole?.data).to.deep.equal(ended.data);
    const { token: bare } = await api.makeKey({ scopes: ['jobs:read', 'cases:read'] });
    const read = (path: string) => api.ask('GET', `/api/v1/jobs${path}`, { token: bare });
    const { body } = await read('?touches=1144000000000000077');
    expect(body.items).to.have.length(1);
    expect(body.items).to.have.nested.property('[0].id', whole?.id);
    expect(body.items).to.not.have.nested.property('[0].data');
    expect((await read(`/${whole?.id}`)).body).to.include({ code: 'missing-scope', scope: 'ledger:read' });
  });

  it('are refused where a retry is of no use, to keys of certain guilds, and where there is none', async () => {
    const keep = (n: number, row: object) =>
      api.database.db('kept_jobs').insert({
        ...{ id: `00000000-0000-8000-8000-00000000000${n}`, queue: 'effects', job: `x-${n}`, at: new Date() },
        ...{ partition: 0, name: 'say', outcome: 'refused', data: '{}', ids: ['17'], ...row },
      });
    await keep(1, {});
    await keep(2, { queue: 'interactions', outcome: 'failed' });
    await keep(3, { name: 'punish', job: 'punish-1-ban' });
    await keep(4, { queue: 'events', outcome: 'failed' });
    await keep(5, { partition: 7, outcome: 'failed' });
    const answers = await Promise.all(
      [1, 2, 3, 4, 5].map((n) => retry(`00000000-0000-8000-8000-00000000000${n}`)),
    );
    expect(answers).to.deep.equal(
      ['not-retryable', 'not-retryable', 'over', 'gone', 'gone'].map((is) => ({ is })),
    );
    expect(await retry('00000000-0000-8000-8000-000000000009')).to.equal('not-found');
    const { token: narrow } = await api.makeKey({ guilds: [guild] });
    const first = '/api/v1/jobs/00000000-0000-8000-8000-000000000001';
    for (const [method, path] of [
      ['GET', '/api/v1/jobs'],
      ['GET', first],
      ['POST', `${first}/retry`],
    ] as const)
      expect((await api.ask(method, path, { token: narrow })).status, path).to.equal(403);
    expect((await ask('GET', '?touches=x')).status).to.equal(400);
    expect((await ask('GET', '?outcome=refused&limit=1')).body.items).to.have.length(1);
  });
});

function message(id: string, content: string): AnyEnvelope {
  const author = { id: user, username: 'ada', globalName: null, avatar: null };
  const nothing = { attachments: [], mentions: { users: 0, roles: 0, everyone: false }, flags: 0 };
  const d = { id, guild, channel, author, roles: [], joinedAt: null, content, ...nothing };
  return { t: 'MESSAGE_CREATE', id, at: Date.now(), d };
}
