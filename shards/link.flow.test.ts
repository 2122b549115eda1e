import { expect } from 'chai';
import { GatewayOpcodes as Op } from 'discord-api-types/v10';
import { silent } from '../shared/core/log.ts';
import { until } from './bot.fixture.ts';
import { type FakeGateway, startFakeGateway } from './gateway.fixture.ts';
import { type Link, openLink } from './link.ts';
import { openWatermark, type Watermark } from './watermark.ts';

describe('a link to the gateway', () => {
  let gateway: FakeGateway;
  let watermark: Watermark;
  let link: Link;
  const told: string[] = [];

  async function begin(options: Parameters<typeof startFakeGateway>[0] = {}, resume = false) {
    gateway = await startFakeGateway(options);
    watermark = openWatermark();
    if (resume) watermark.begin({ id: 'a', url: gateway.url, shards: 1 }, 5);
    link = open();
    link.connect();
  }
  const open = () =>
    openLink(
      {
        shard: 0,
        shards: 1,
        token: 'token',
        intents: 1,
        compress: false,
        log: silent,
        throttler: { waitForIdentify: async () => {} },
        gateway: {
          url: gateway.url,
          shards: 1,
          session_start_limit: { total: 1, remaining: 0, reset_after: 1_000, max_concurrency: 1 },
        },
      },
      watermark,
      {
        dispatch: ({ t, s }) => told.push(`${t} ${s}`),
        identified: ({ id }) => told.push(`identified ${id}`),
        resumed: () => told.push('resumed'),
        refused: () => told.push('refused'),
        closed: (code) => told.push(`closed ${code}`),
        latency: () => {},
      },
    );
  const asked = (op: number) => gateway.heard.filter((heard) => heard.op === op);
  const ready = (id: string, s: number) =>
    gateway.send(Op.Dispatch, {
      t: 'READY',
      s,
      d: { session_id: id, resume_gateway_url: gateway.url, guilds: [] },
    });
  const identified = async () => {
    await until(() => asked(Op.Identify).length === 1);
    ready('a', 1);
    await until(() => told.includes('identified a'));
  };

  beforeEach(() => {
    told.length = 0;
  });
  afterEach(async () => {
    await link.close('end of test');
    await gateway.stop();
  });

  it('resumes at the watermark, also when no identifies are left for the day', async () => {
    await begin({}, true);
    await until(() => asked(Op.Resume).length === 1);
    expect(asked(Op.Resume)[0]?.d).to.deep.equal({ token: 'token', session_id: 'a', seq: 5 });
  });

  it('keeps the session while the gateway cannot be reached', async () => {
    await begin();
    await identified();
    const { port } = new URL(gateway.url);
    await gateway.stop();
    await until(() => told.filter((line) => line === 'closed 1006').length >= 2);
    gateway = await startFakeGateway({ port: Number(port) });
    await until(() => asked(Op.Resume).length === 1);
    expect(told).not.to.include('refused');
  });

  it('never acknowledges what is not enqueued', async () => {
    await begin({ heartbeat: 50 });
    const answering = setInterval(() => gateway.send(Op.HeartbeatAck), 2);
    await identified();
    const lane = watermark.lane();
    for (const s of [1, 2, 3, 4]) watermark.see(s);
    lane.hold(3);
    const from = asked(Op.Heartbeat).length + 1;
    await until(() => asked(Op.Heartbeat).length >= from + 3);
    expect(
      new Set(
        asked(Op.Heartbeat)
          .slice(from)
          .map(({ d }) => d),
      ),
    ).to.deep.equal(new Set([2]));
    clearInterval(answering);
  });

  it('takes a READY only where it identified', async () => {
    await begin();
    await identified();
    ready('b', 2);
    gateway.send(Op.Dispatch, { t: 'TYPING_START', s: 3, d: {} });
    await until(() => told.includes('TYPING_START 3'));
    expect(watermark.session?.id).to.equal('a');
    expect(told).not.to.include('identified b');
  });

  it('gives a session up when resuming it gets the socket closed again and again', async function () {
    this.timeout(60_000);
    await begin({}, true);
    for (let i = 1; i <= 5; i++) {
      await until(() => asked(Op.Resume).length === i);
      const { port } = new URL(gateway.url);
      const { heard } = gateway;
      await gateway.stop();
      gateway = await startFakeGateway({ port: Number(port) });
      gateway.heard.push(...heard);
    }
    await until(() => asked(Op.Identify).length === 1);
    expect(told).to.include('refused');
  });

  it('tells of READY before what comes with it, and leaves it above the watermark', async () => {
    await begin();
    await until(() => asked(Op.Identify).length === 1);
    ready('a', 1);
    gateway.send(Op.Dispatch, { t: 'GUILD_CREATE', s: 2, d: {} });
    await until(() => told.includes('GUILD_CREATE 2'));
    expect(told.slice(0, 2)).to.deep.equal(['identified a', 'READY 1']);
    expect(told.indexOf('GUILD_CREATE 2')).to.be.above(1);
    expect(watermark.sequence).to.equal(0);
  });

  it('sends while it has a session on its socket, and not otherwise', async () => {
    const payload = { op: Op.RequestGuildMembers, d: { guild_id: '1', query: '', limit: 0 } } as const;
    await begin();
    expect(link.send(payload)).to.equal(false);
    await identified();
    expect(link.send(payload)).to.equal(true);
    await until(() => asked(Op.RequestGuildMembers).length === 1);
    expect(asked(Op.RequestGuildMembers)[0]?.d).to.deep.equal(payload.d);
    const closed = link.close('a test');
    expect(link.send(payload)).to.equal(false);
    await closed;
  });

  it('says nothing any more once it is closed, and the session stays', async () => {
    await begin();
    await identified();
    const before = [...told];
    const closed = link.close('a test');
    gateway.send(Op.Dispatch, { t: 'TYPING_START', s: 2, d: {} });
    gateway.send(Op.Reconnect);
    gateway.send(Op.InvalidSession, { d: false });
    await closed;
    expect(told).to.deep.equal(before);
    expect(watermark.session?.id).to.equal('a');
  });

  it('can be closed before it was opened, while it opens, and twice', async () => {
    await begin({ hello: false });
    await Promise.all([link.close('first'), link.close('second')]);
    link = open();
    await link.close('before it was opened');
    expect(told).to.deep.equal([]);
  });
});
