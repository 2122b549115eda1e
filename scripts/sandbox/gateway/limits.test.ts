import { expect } from 'chai';
import { GatewayIntentBits as I } from 'discord-api-types/v10';
import { guildId, type Sandbox, type SandboxOptions, startSandbox, userId } from '../index.ts';
import { identifyData, rawClient } from '../testing/raw-client.ts';

describe('sandbox: limits of the gateway', () => {
  let sandbox: Sandbox;
  const guild = guildId('Workshop');
  const start = async (options: Partial<SandboxOptions> = {}) => {
    sandbox = await startSandbox({ identifyEvery: 0, ...options });
  };
  const identified = async (intents = I.Guilds | I.GuildMembers) => {
    const client = rawClient(sandbox.api);
    await client.payload(({ op }) => op === 10);
    client.send(2, identifyData(sandbox.token, { intents }));
    await client.event('READY');
    return client;
  };
  const limit = async () => {
    const headers = { authorization: `Bot ${sandbox.token}` };
    const reply = await fetch(`${sandbox.api}/v10/gateway/bot`, { headers });
    return Object(await reply.json()).session_start_limit;
  };
  afterEach(() => sandbox.stop());

  it('says how many identifies are left', async () => {
    await start({ identifies: 5 });
    await identified();
    expect(await limit()).to.include({ total: 5, remaining: 4 });
  });

  it('resets the token once there are too many identifies: only the new one counts', async () => {
    await start({ identifies: 1 });
    const old = sandbox.token;
    const first = await identified();
    const one = rawClient(sandbox.api);
    await one.payload(({ op }) => op === 10);
    one.send(2, identifyData(old));
    expect(await Promise.all([one.closed, first.closed])).to.deep.equal([4004, 4004]);
    expect(sandbox.sessions.open).to.deep.equal([]);
    const headers = { authorization: `Bot ${old}` };
    expect((await fetch(`${sandbox.api}/v10/users/@me`, { headers })).status).to.equal(401);
    await identified();
    expect(await limit()).to.include({ total: 1, remaining: 0 });
    expect(sandbox.violations[0]?.why).to.match(/token was reset/);
  });

  it('tells of a second request for all members within the time, and answers one for some', async () => {
    await start({ memberRequestsEvery: 30_000 });
    const client = await identified();
    client.send(8, { guild_id: guild, query: '', limit: 0, nonce: 'first' });
    await client.payload(({ d }) => d?.nonce === 'first');
    client.send(8, { guild_id: guild, query: '', limit: 0, nonce: 'second' });
    const { d } = await client.event('RATE_LIMITED');
    expect(d).to.deep.include({ opcode: 8, meta: { guild_id: guild, nonce: 'second' } });
    expect(d.retry_after).to.be.within(0, 30);
    client.send(8, { guild_id: guild, query: 'gra', limit: 5, nonce: 'some' });
    await client.payload(({ d }) => d?.nonce === 'some');
    expect(client.received.some(({ d }) => d?.nonce === 'second')).to.equal(false);
  });

  it('answers a heartbeat whatever sequence it names', async () => {
    await start();
    const client = await identified();
    for (const sequence of [null, 999_999, 'nonsense']) client.send(1, sequence);
    await client.payload(() => client.received.filter(({ op }) => op === 11).length === 3);
  });

  it('sends presences only under their intent', async () => {
    await start();
    const [seeing, blind] = [await identified(I.Guilds | I.GuildPresences), await identified(I.Guilds)];
    sandbox.dispatch({
      type: 'PRESENCE_UPDATE',
      guild: sandbox.world.guilds.get(guild) ?? null,
      data: { user: { id: userId('ada') }, guild_id: guild, status: 'idle' },
    });
    sandbox.addRole(guild, { name: 'end' });
    await seeing.event('PRESENCE_UPDATE');
    await blind.event('GUILD_ROLE_CREATE');
    expect(blind.received.some(({ t }) => t === 'PRESENCE_UPDATE')).to.equal(false);
  });

  it('knows requests for soundboard sounds', async () => {
    await start();
    const client = await identified();
    client.send(31, { guild_ids: [guild] });
    client.send(1, null);
    await client.payload(({ op }) => op === 11);
  });
});
