import { expect } from 'chai';
import { MINUTE, SECOND } from '../core/clock.ts';
import { useDatabase } from '../testing/database.ts';
import { listPast, listStanding, type Sign, settleAlarms } from './alarms.ts';
import { dismissAlarm } from './dismiss.ts';
import { listProcesses, type ProcessRow, saveProcess } from './processes.ts';

const start = Date.UTC(2026, 10, 20, 15, 30);
const sign = (subject: string, text = subject): Sign => ({ kind: 'queue-lag', subject, text });

describe('alarms', () => {
  const database = useDatabase();
  const settle = (seconds: number, signs: Sign[], whole: Sign['kind'][] = ['queue-lag']) =>
    settleAlarms(database, { signs, whole }, new Date(start + seconds * SECOND));
  const standing = async () =>
    (await listStanding(database, 10)).map(({ subject, text }) => `${subject}: ${text}`).toSorted();

  beforeEach(() => database.db('alarms').delete());

  it('are raised once, by however many at once, and say what is so now', async () => {
    await Promise.all(
      [1, 2, 3, 4].map(() => settle(0, [sign('events'), sign('logs'), sign('logs', 'twice')])),
    );
    await settle(15, [sign('events', 'worse')]);
    expect(await standing()).to.deep.equal(['events: worse', 'logs: logs']);
    const [row] = await database.db('alarms').where({ subject: 'events' });
    expect([row.raised_at, row.seen_at].map(Number)).to.deep.equal([start, start + 15 * SECOND]);
  });

  it('are over once they were not seen for a minute, and anew are others', async () => {
    await settle(0, [sign('events')]);
    await settle(60, []);
    expect(await standing()).to.have.length(1);
    await settle(61, []);
    await settle(75, []);
    expect(await standing()).to.deep.equal([]);
    const [over] = await listPast(database, { limit: 5 });
    expect(Number(over?.clearedAt)).to.equal(start + 61 * SECOND);
    await settle(90, [sign('events')]);
    expect(await database.db('alarms')).to.have.length(2);
  });

  it('stay where nobody could look', async () => {
    await settle(0, [sign('events')]);
    await settle(600, [sign('redis')], []);
    await settle(700, [], ['disk']);
    expect(await standing()).to.deep.equal(['events: events', 'redis: redis']);
  });

  it('about a process are over for good once they are dismissed, until it is back and dies again', async () => {
    const by = { actor: { kind: 'system', name: 'test' } } as const;
    const dead: Sign = { kind: 'dead-process', subject: 'web-1', text: 'silent' };
    const look = (seconds: number, signs: Sign[]) => settle(seconds, signs, ['dead-process', 'queue-lag']);
    await look(0, [dead, sign('events')]);
    const [lag, death] = (await listStanding(database, 10)).toSorted((a, b) => (a.kind > b.kind ? -1 : 1));
    expect(await dismissAlarm(database, lag?.id ?? '', by)).to.deep.equal({ is: 'not-dismissible' });
    const twice = [await dismissAlarm(database, death?.id ?? '', by)];
    twice.push(await dismissAlarm(database, death?.id ?? '', by));
    expect(twice.map(({ is }) => is)).to.deep.equal(['dismissed', 'over']);
    expect((await dismissAlarm(database, '99999', by)).is).to.equal('unknown');
    const entries = await database.db('audit_entries').where({ action: 'alarm.dismissed' });
    expect(entries.map(({ subject }) => subject)).to.deep.equal([`dead-process web-1 (${death?.id})`]);
    await look(600, [dead, sign('events')]);
    await look(1_200, [dead, sign('events')]);
    expect(await standing()).to.deep.equal(['events: events']);
    await look(1_300, [sign('events')]);
    await look(1_400, [dead, sign('events')]);
    expect(await standing()).to.deep.equal(['events: events', 'web-1: silent']);
  });

  it('that are over are listed page by page, the latest end first', async () => {
    for (const [index, subject] of ['a', 'b', 'c', 'd'].entries()) {
      await settle(index * 1_000, [sign(subject), sign(`${subject}2`)]);
      await settle(index * 1_000 + 100, []);
    }
    const seen: string[] = [];
    for (let before: { at: Date; id: string } | undefined; ; ) {
      const page = await listPast(database, { before, limit: 3 });
      seen.push(...page.map(({ subject }) => subject));
      const last = page.at(-1);
      if (!last?.clearedAt) break;
      before = { at: last.clearedAt, id: last.id };
    }
    expect(seen.map((subject) => subject[0]).join('')).to.equal('ddccbbaa');
    expect(new Set(seen)).to.have.property('size', 8);
  });
});

describe('heartbeats of processes', () => {
  const database = useDatabase();
  const row = (rest: Partial<ProcessRow>): ProcessRow => ({
    ...{ process: 'web-0', role: 'web', host: 'harbor', pid: 1, version: '1', state: 'running' },
    ...{ memory: '1', diskFree: null, diskTotal: null, lagMs: 0, siblings: null },
    ...{ startedAt: new Date(start) },
    ...rest,
  });

  it('replace the one before, but never that of a process which started later', async () => {
    await saveProcess(database, row({}));
    await saveProcess(database, row({ memory: '2' }));
    await saveProcess(database, row({ pid: 2, startedAt: new Date(start + MINUTE) }));
    await saveProcess(database, row({ state: 'stopped' }));
    const [status, ...others] = await listProcesses(database);
    expect(status).to.include({ pid: 2, state: 'running' });
    expect(others).to.deep.equal([]);
  });

  it('keep when a name was first heard of', async () => {
    const first = await database.db('process_statuses').where({ process: 'web-0' }).first('first_at');
    await saveProcess(database, row({ pid: 3, startedAt: new Date(start + 2 * MINUTE) }));
    const [{ pid, firstAt } = {}] = await listProcesses(database);
    expect([pid, Number(firstAt)]).to.deep.equal([3, Number(first.first_at)]);
  });

  it('are all listed where names of former processes are many', async () => {
    await database.db.raw(`
      INSERT INTO process_statuses (process, role, host, pid, version, state, memory, lag_ms, started_at, beat_at)
      SELECT 'a' || n, 'web', 'h', 1, '1', 'stopped', 1, 0, now() - interval '1 h', now() - interval '1 h'
      FROM generate_series(1, 500) n`);
    expect((await listProcesses(database)).at(-1)).to.include({ process: 'web-0' });
    await database.db('process_statuses').delete();
  });
});
