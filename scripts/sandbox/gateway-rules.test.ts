import { constants, createInflate, inflateSync } from 'node:zlib';
import { expect } from 'chai';
import { GatewayIntentBits as I } from 'discord-api-types/v10';
import { WebSocket } from 'ws';
import { type Sandbox, type SandboxOptions, startSandbox, userId } from './index.ts';
import { identifyData, rawClient } from './testing/raw-client.ts';

const small = { guilds: [{ name: 'One', members: [{ name: 'ada' }, { name: 'grace' }] }] };

describe('sandbox: rules of the gateway', () => {
  let sandbox: Sandbox;
  const start = async (options: Partial<SandboxOptions> = {}) => {
    sandbox = await startSandbox({ identifyEvery: 0, world: small, ...options });
    return sandbox;
  };
  const guild = () => [...sandbox.world.guilds.values()][0]?.id ?? '';
  const identified = async (more: Record<string, unknown> = {}, query?: string) => {
    const client = rawClient(sandbox.api, query);
    await client.payload(({ op }) => op === 10);
    client.send(2, identifyData(sandbox.token, more));
    await client.event('READY');
    return client;
  };
  const closedAfter = async (op: number, d: unknown) => {
    const client = rawClient(sandbox.api);
    await client.payload((payload) => payload.op === 10);
    client.send(op, d);
    return client.closed;
  };
  afterEach(() => sandbox.stop());

  it('says hello and acknowledges heartbeats', async () => {
    await start({ heartbeatInterval: 12_345 });
    const client = rawClient(sandbox.api);
    const hello = await client.payload(({ op }) => op === 10);
    expect(hello.d).to.include({ heartbeat_interval: 12_345 });
    client.send(1, null);
    await client.payload(({ op }) => op === 11);
  });

  it('closes with Discord’s code for each mistake', async () => {
    await start();
    expect(await closedAfter(8, { guild_id: '1' }), 'not authenticated').to.equal(4003);
    expect(await closedAfter(2, identifyData('wrong')), 'authentication failed').to.equal(4004);
    expect(await closedAfter(2, { token: sandbox.token }), 'decode error').to.equal(4002);
    expect(await closedAfter(2, identifyData(sandbox.token, { shard: [2, 2] })), 'invalid shard').to.equal(
      4010,
    );
    expect(
      await closedAfter(2, identifyData(sandbox.token, { intents: 1 << 30 })),
      'invalid intents',
    ).to.equal(4013);
    expect(await closedAfter(6, { token: 'wrong', session_id: 'x', seq: 1 }), 'resume').to.equal(4004);
    expect(await rawClient(sandbox.api, '?v=5&encoding=json').closed, 'API version').to.equal(4012);
    const talker = await identified();
    talker.send(99, null);
    expect(await talker.closed, 'unknown opcode').to.equal(4001);
    const twice = await identified();
    twice.send(2, identifyData(sandbox.token));
    expect(await twice.closed, 'already authenticated').to.equal(4005);
    const mumbler = await identified();
    mumbler.text('{');
    expect(await mumbler.closed, 'decode error').to.equal(4002);
    const shouter = await identified();
    for (let n = 0; n < 121; n += 1) shouter.send(1, null);
    expect(await shouter.closed, 'rate limited').to.equal(4008);
  });

  it('asks for shards where one would have more than 2500 guilds (4011)', async () => {
    const guilds = Array.from({ length: 2_501 }, (_, n) => ({
      name: `guild ${n}`,
      id: String(BigInt(n + 1) << 22n),
      members: [{ name: 'ada' }],
    }));
    await start({ world: { guilds } });
    expect(await closedAfter(2, identifyData(sandbox.token))).to.equal(4011);
    expect((await (await identified({ shard: [0, 2] })).event('READY')).d.guilds).to.have.lengthOf(1_250);
  });

  it('refuses privileged intents that are switched off (4014), and shows them in the flags', async () => {
    await start({ intents: ['members'] });
    expect(await closedAfter(2, identifyData(sandbox.token, { intents: I.MessageContent }))).to.equal(4014);
    const client = await identified({ intents: I.GuildMembers });
    const ready = await client.event('READY');
    expect(ready.d).to.have.nested.property('application.flags', 1 << 15);
  });

  it('closes a client that forgets its heartbeats (4009), and ends its session', async () => {
    await start({ heartbeatInterval: 40 });
    const client = await identified();
    expect(await client.closed).to.equal(4009);
    expect(sandbox.sessions.open).to.deep.equal([]);
  });

  it('withholds acknowledgements when told to', async () => {
    await start();
    const client = await identified();
    sandbox.trouble.withholdAcks(true);
    client.send(1, null);
    client.send(3, { since: null, activities: [], status: 'online', afk: false });
    client.send(8, { guild_id: guild(), user_ids: [], nonce: 'after' });
    await client.event('GUILD_MEMBERS_CHUNK');
    expect(client.received.some(({ op }) => op === 11)).to.equal(false);
  });

  it('ends the session after 1000, keeps it after 4200', async () => {
    await start();
    const leaving = await identified();
    leaving.close(1000);
    await leaving.closed;
    await sandbox.waitFor(() => sandbox.sessions.open.length === 0);
    const staying = await identified();
    staying.close(4200);
    await staying.closed;
    expect(sandbox.sessions.open).to.have.lengthOf(1);
  });

  it('resumes with what was missed; refuses an unknown session and a sequence of the future', async () => {
    await start();
    const first = await identified({ intents: I.Guilds | I.GuildMessages });
    const ready = await first.event('READY');
    await first.event('GUILD_CREATE');
    first.close(4200);
    await first.closed;
    const { id } = sandbox.message({ guild: guild(), author: userId('ada') });
    const second = rawClient(sandbox.api);
    await second.payload(({ op }) => op === 10);
    second.send(6, { token: sandbox.token, session_id: ready.d.session_id, seq: 2 });
    await second.event('RESUMED');
    expect(second.received.map(({ t, s }) => [t, s])).to.deep.equal([
      [null, null],
      ['MESSAGE_CREATE', 3],
      ['RESUMED', 4],
    ]);
    expect(second.received[1]?.d).to.include({ id });
    const unknown = rawClient(sandbox.api);
    await unknown.payload(({ op }) => op === 10);
    unknown.send(6, { token: sandbox.token, session_id: 'nobody', seq: 2 });
    expect((await unknown.payload(({ op }) => op === 9)).d).to.equal(false);
    const future = { token: sandbox.token, session_id: ready.d.session_id, seq: 999 };
    expect(await closedAfter(6, future)).to.equal(4007);
  });

  it('lets each bucket identify once in its window, else op 9', async () => {
    await start({ identifyEvery: 60_000, maxConcurrency: 2 });
    await identified({ shard: [0, 4] });
    await identified({ shard: [1, 4] });
    const third = rawClient(sandbox.api);
    await third.payload(({ op }) => op === 10);
    third.send(2, identifyData(sandbox.token, { shard: [2, 4] }));
    expect((await third.payload(({ op }) => op === 9)).d).to.equal(false);
  });

  it('gives a shard its own guilds only', async () => {
    const guilds = Array.from({ length: 12 }, (_, n) => ({
      name: `guild ${n}`,
      id: String(BigInt(n + 1) << 22n),
    }));
    await start({ world: { guilds } });
    const intents = I.Guilds | I.GuildMessages;
    const clients = await Promise.all([0, 1, 2].map((shard) => identified({ shard: [shard, 3], intents })));
    for (const { id } of guilds) sandbox.message({ guild: id, author: userId('ada') });
    for (const client of clients) {
      const { d } = await client.event('READY');
      const own = Object(d.guilds).map(({ id }: { id: string }) => id);
      await client.payload((payload) => payload.t === 'MESSAGE_CREATE' && payload.d.guild_id === own.at(-1));
      const heard = client.received
        .filter(({ t }) => t === 'MESSAGE_CREATE')
        .map((payload) => payload.d.guild_id);
      expect(heard).to.deep.equal(own).and.to.have.lengthOf(4);
    }
  });

  it('sends events by intent, and hides content without its own', async () => {
    await start();
    const without = await identified({ intents: I.Guilds | I.GuildMessages });
    const members = await identified({ intents: I.GuildMembers });
    sandbox.message({
      guild: guild(),
      author: userId('ada'),
      content: 'secret',
      attachments: [{ filename: 'a.png' }],
    });
    sandbox.join(guild(), { name: 'linus' });
    sandbox.message({ guild: guild(), author: userId('ada'), content: `<@${sandbox.botId}> hi` });
    await without.payload(({ d }) => d?.content !== undefined && d.content !== '');
    const [hidden, mentioning] = without.received.filter(({ t }) => t === 'MESSAGE_CREATE');
    expect(hidden?.d).to.deep.include({ content: '', attachments: [], embeds: [], components: [] });
    expect(mentioning?.d).to.include({ content: `<@${sandbox.botId}> hi` });
    await members.event('GUILD_MEMBER_ADD');
    expect(without.received.some(({ t }) => t === 'GUILD_MEMBER_ADD')).to.equal(false);
    expect(members.received.map(({ t }) => t)).to.deep.equal([null, 'READY', 'GUILD_MEMBER_ADD']);
  });

  it('hides channels the bot cannot see', async () => {
    const hidden = { name: 'staff', overwrites: [{ id: '4194304', type: 0, allow: '0', deny: '1024' }] };
    const owner = { name: 'ada' };
    await start({
      world: {
        guilds: [{ name: 'One', id: '4194304', members: [owner], channels: [{ name: 'general' }, hidden] }],
      },
    });
    const client = await identified({ intents: I.Guilds | I.GuildMessages });
    const staff = [...sandbox.world.channels.values()].find(({ name }) => name === 'staff');
    sandbox.message({ guild: guild(), channel: staff?.id, author: userId('ada') });
    const { id } = sandbox.message({ guild: guild(), author: userId('ada') });
    expect((await client.event('MESSAGE_CREATE')).d).to.include({ id });
  });

  it('sends member chunks of 1000 with the nonce, and by user ids what is not found', async () => {
    const members = Array.from({ length: 2_300 }, (_, n) => ({ name: `member${n}` }));
    await start({ world: { guilds: [{ name: 'Large', members }] } });
    const client = await identified({ intents: I.GuildMembers });
    client.send(8, { guild_id: guild(), query: '', limit: 0, nonce: 'all' });
    const last = await client.payload(({ d }) => d?.nonce === 'all' && d.chunk_index === 2);
    expect(last.d).to.include({ chunk_count: 3 });
    expect(last.d.members).to.have.lengthOf(301);
    client.send(8, { guild_id: guild(), user_ids: [userId('member7'), '1'], nonce: 'two' });
    const two = await client.payload(({ d }) => d?.nonce === 'two');
    expect(two.d).to.deep.include({ not_found: ['1'] });
    expect(two.d.members).to.have.lengthOf(1);
    client.send(8, { guild_id: guild(), query: 'MEMBER22', limit: 5, nonce: 'some' });
    const some = await client.payload(({ d }) => d?.nonce === 'some');
    expect(some.d.members).to.have.lengthOf(5);
  });

  it('keeps silent about all members without their intent, and notes it', async () => {
    await start();
    const client = await identified({ intents: I.Guilds });
    client.send(8, { guild_id: guild(), query: '', limit: 0 });
    await sandbox.waitFor(() => sandbox.violations.length === 1);
    expect(sandbox.violations[0]?.why).to.equal('all members without GUILD_MEMBERS');
  });

  it('compresses the connection as one zlib stream, each frame flushed', async () => {
    await start();
    const socket = new WebSocket(
      `${sandbox.api.replace('http', 'ws').replace('/api', '/')}?v=10&encoding=json&compress=zlib-stream`,
    );
    const inflate = createInflate({ flush: constants.Z_SYNC_FLUSH });
    let text = '';
    const flushed: boolean[] = [];
    const greeted = new Promise<void>((resolve) => {
      inflate.on('data', (chunk: Buffer) => {
        text += chunk.toString();
        if (text.includes('GUILD_CREATE')) resolve();
      });
    });
    socket.on('message', (data: Buffer) => {
      flushed.push(data.subarray(-4).equals(Buffer.from([0, 0, 0xff, 0xff])));
      inflate.write(data);
    });
    await new Promise((resolve) => socket.once('message', resolve));
    socket.send(JSON.stringify({ op: 2, d: identifyData(sandbox.token) }));
    await greeted;
    expect(flushed).to.deep.equal([true, true, true]);
    socket.terminate();
  });

  it('compresses single payloads when IDENTIFY asks for it', async () => {
    await start();
    const socket = new WebSocket(
      `${sandbox.api.replace('http', 'ws').replace('/api', '/')}?v=10&encoding=json`,
    );
    await new Promise((resolve) => socket.once('message', resolve));
    socket.send(JSON.stringify({ op: 2, d: identifyData(sandbox.token, { compress: true }) }));
    const data = await new Promise<Buffer>((resolve) => socket.once('message', resolve));
    expect(JSON.parse(inflateSync(data).toString())).to.include({ t: 'READY', s: 1 });
    socket.terminate();
  });
});
