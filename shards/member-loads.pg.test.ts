import { expect } from 'chai';
import type { GatewaySendPayload } from 'discord-api-types/v10';
import { GatewayOpcodes } from 'discord-api-types/v10';
import { MINUTE, SECOND } from '../shared/core/clock.ts';
import { silent } from '../shared/core/log.ts';
import { snowflakeAt } from '../shared/core/snowflake.ts';
import { latestRun, queueRuns } from '../shared/sync/runs.ts';
import { useDatabase } from '../shared/testing/database.ts';
import type { State } from './gateway.ts';
import { openMemberLoads } from './member-loads.ts';
import { readNonce } from './nonce.ts';
import { openRequestBudget } from './request-budget.ts';
import { openStamps } from './stamps.ts';

const guilds = Array.from({ length: 150 }, (_, n) => snowflakeAt(1_700_000_000_000, n + 1));
const [first = '', second = ''] = guilds;

describe('loads of members, as a shard takes part in them', () => {
  const database = useDatabase({ pool: 2 });
  let now = 0;
  let state: State['is'] = 'attached';
  let session = 'one';
  let backlog = { jobs: 0, isHeld: false, isFull: false };
  let sent: { guild: string; nonce: string }[] = [];

  beforeEach(async () => {
    await database.db.raw('TRUNCATE sync_runs, guilds CASCADE');
    await database.db('guilds').insert(guilds.map((id) => ({ id })));
    [now, state, session] = [Date.now(), 'attached', 'one'];
    backlog = { jobs: 0, isHeld: false, isFull: false };
    sent = [];
  });

  function open({ isAllowed = true } = {}) {
    const clock = () => now;
    return openMemberLoads({
      db: database.db,
      clock,
      stamp: openStamps(clock),
      log: silent,
      shard: 0,
      shards: 1,
      watermark: {
        get session() {
          return { id: session, url: 'ws://gateway', shards: 1 };
        },
      },
      gateway: {
        get state(): State {
          return state === 'attached' ? { is: state } : { is: 'detached', why: 'a test' };
        },
        send(payload: GatewaySendPayload) {
          if (state !== 'attached' || payload.op !== GatewayOpcodes.RequestGuildMembers) return false;
          const { guild_id, nonce } = payload.d;
          sent.push({ guild: String(guild_id), nonce: nonce ?? '' });
          return true;
        },
      },
      budget: openRequestBudget(clock),
      backlog: async () => backlog,
      isAllowed,
    });
  }
  const want = (some: readonly string[]) =>
    queueRuns(
      database.db,
      some.map((guild) => ({ guild, reason: 'panel', requestedBy: null })),
    );
  /** Time goes by, for the shard and for Postgres. */
  async function pass(milliseconds: number): Promise<void> {
    now += milliseconds;
    await database.db.raw("UPDATE sync_runs SET heard_at = heard_at - ? * interval '1 millisecond'", [
      milliseconds,
    ]);
  }
  const runOf = async (guild: string) => {
    const run = await latestRun({ db: database.db }, guild);
    return { state: run?.state, attempt: run?.attempt };
  };
  const chunkOf = ({ guild, nonce }: { guild: string; nonce: string }, index = 0, count = 1) => ({
    t: 'GUILD_MEMBERS_CHUNK',
    s: 1,
    d: { guild_id: guild, nonce, chunk_index: index, chunk_count: count, members: [] },
  });

  it('ask for all members of a guild, with a nonce that tells which request it is', async () => {
    await want([first]);
    await open().turn();
    const run = await latestRun({ db: database.db }, first);
    expect(sent.map(({ guild }) => guild)).to.deep.equal([first]);
    expect(readNonce(sent[0]?.nonce)).to.deep.equal({
      id: run?.id,
      attempt: 1,
      askedAt: run?.askedAt?.getTime(),
    });
  });

  it('are four at a time: the next is asked for once one has all its chunks', async () => {
    const loads = open();
    await want(guilds.slice(0, 10));
    await loads.turn();
    await loads.turn();
    expect(sent).to.have.lengthOf(4);
    const [huge, small] = sent;
    if (!huge || !small) throw new Error('nothing was asked for');
    loads.follow(chunkOf(huge, 0, 250));
    loads.follow(chunkOf(small));
    await loads.turn();
    expect(sent).to.have.lengthOf(5);
    loads.follow({ t: 'GUILD_DELETE', s: 1, d: { id: huge.guild, unavailable: true } });
    await loads.turn();
    expect(sent).to.have.lengthOf(6);
  });

  it('ask no more than 100 times a minute', async () => {
    const loads = open();
    await want(guilds);
    for (let i = 0; i < 40; i++) {
      await loads.turn();
      for (const request of sent) loads.follow(chunkOf(request));
    }
    expect(sent).to.have.lengthOf(100);
    now += MINUTE + 1;
    await loads.turn();
    expect(sent).to.have.lengthOf(104);
  });

  it('wait while the shard has no hold of its socket, and while too much lies between it and Postgres', async () => {
    const loads = open();
    await want([first]);
    for (const [is, waiting] of [
      ['detached', {}],
      ['attached', { jobs: 256 }],
      ['attached', { isFull: true }],
    ] as const) {
      [state, backlog] = [is, { jobs: 0, isHeld: false, isFull: false, ...waiting }];
      await loads.turn();
      expect(await runOf(first)).to.include({ state: 'queued' });
    }
    expect(sent).to.deep.equal([]);
  });

  it('give a run back that was taken as the socket dropped', async () => {
    const loads = open();
    await want([first]);
    const turn = loads.turn();
    session = 'two';
    await turn;
    expect(sent).to.deep.equal([]);
    expect(await runOf(first)).to.deep.equal({ state: 'queued', attempt: 0 });
  });

  it('begin again in a new session', async () => {
    const loads = open();
    await want(guilds.slice(0, 4));
    await loads.turn();
    session = 'two';
    loads.begin();
    await pass(16 * SECOND);
    await loads.turn();
    expect(sent).to.have.lengthOf(8);
    expect(await runOf(first)).to.deep.equal({ state: 'running', attempt: 2 });
  });

  it('ask again when Discord has been silent for a minute, unless workers are behind', async () => {
    const loads = open();
    await want([first]);
    await loads.turn();
    await pass(MINUTE + SECOND);
    for (const behind of [{ jobs: 1 }, { isHeld: true }]) {
      backlog = { jobs: 0, isHeld: false, isFull: false, ...behind };
      await loads.turn();
      expect(await runOf(first)).to.deep.equal({ state: 'running', attempt: 1 });
    }
    backlog = { jobs: 0, isHeld: false, isFull: false };
    await loads.turn();
    expect(await runOf(first)).to.deep.equal({ state: 'queued', attempt: 1 });
    now += MINUTE;
    await loads.turn();
    expect(sent).to.have.lengthOf(2);
  });

  it('leave room for others when Discord is silent about four', async () => {
    const loads = open();
    await want(guilds.slice(0, 5));
    await loads.turn();
    await pass(MINUTE + SECOND);
    backlog = { jobs: 1, isHeld: false, isFull: false };
    await loads.turn();
    expect(sent).to.have.lengthOf(5);
  });

  it('rest for as long as Discord says, and go on with another guild meanwhile', async () => {
    const loads = open();
    await want([first]);
    await loads.turn();
    const limited = { opcode: 8, retry_after: 12.5, meta: { guild_id: first, nonce: sent[0]?.nonce } };
    loads.follow({ t: 'RATE_LIMITED', s: 1, d: limited });
    for (const other of [null, {}, { ...limited, opcode: 4 }, { ...limited, meta: { guild_id: '\0' } }])
      loads.follow({ t: 'RATE_LIMITED', s: 1, d: other });
    while ((await runOf(first)).state !== 'queued') await new Promise((resolve) => setImmediate(resolve));
    expect(await runOf(first)).to.deep.equal({ state: 'queued', attempt: 0 });
    await want([second]);
    now += 12 * SECOND;
    await loads.turn();
    expect(sent.map(({ guild }) => guild)).to.deep.equal([first, second]);
    now += SECOND;
    await loads.turn();
    expect(sent.map(({ guild }) => guild)).to.deep.equal([first, second, first]);
  });

  it('fail where the intent is off, and say what to switch on', async () => {
    await want(guilds.slice(0, 3));
    await open({ isAllowed: false }).turn();
    const run = await latestRun({ db: database.db }, first);
    expect(run).to.include({ state: 'failed' });
    expect(run?.why).to.match(/^[^.]*Server Members Intent[^.]*developer portal[^.]*\.$/);
    expect(sent).to.deep.equal([]);
  });

  it('look once more for what was wanted during a look', async () => {
    const loads = open();
    await want([first]);
    const turn = loads.turn();
    await want([second]);
    await Promise.all([turn, loads.turn(), loads.turn()]);
    expect(sent).to.have.lengthOf(2);
  });
});
