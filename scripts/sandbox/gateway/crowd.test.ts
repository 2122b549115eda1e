import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'chai';
import { GatewayIntentBits as I } from 'discord-api-types/v10';
import { crowdGuildId, crowdUserId, guildId, type Sandbox, startSandbox } from '../index.ts';
import { identifyData, type RawClient, rawClient } from '../testing/raw-client.ts';

describe('sandbox: thousands of guilds', () => {
  let sandbox: Sandbox;
  before(async () => {
    const guilds = [{ name: 'Huge', generatedMembers: 12_345 }];
    const world = { guilds, crowd: { guilds: 3_000, members: 20 } };
    sandbox = await startSandbox({ identifyEvery: 0, world });
  });
  after(() => sandbox.stop());

  const identified = async (shard: [number, number]) => {
    const client = rawClient(sandbox.api);
    await client.payload(({ op }) => op === 10);
    const intents = I.Guilds | I.GuildMembers | I.GuildMessages;
    client.send(2, identifyData(sandbox.token, { shard, intents }));
    return { client, ready: await client.event('READY') };
  };
  const created = (client: RawClient) =>
    client.received.filter(({ t }) => t === 'GUILD_CREATE').map(({ d }) => String(d.id));

  it('are all told of, each once, and what happens in one comes after it', async () => {
    const { client, ready } = await identified([0, 2]);
    const mine = Object(ready.d.guilds).map(({ id }: { id: string }) => id);
    const last = [...Array(3_000).keys()].map(crowdGuildId).findLast((id) => mine.includes(id)) ?? '';
    expect(created(client)).to.not.include(last);
    const author = [...(sandbox.world.guilds.get(last)?.members.keys() ?? [])][3] ?? '';
    const { id } = sandbox.message({ guild: last, author, content: 'early' });
    const seen = await client.event('MESSAGE_CREATE');
    expect(seen.d).to.include({ id });
    const home = client.received.find(({ t, d }) => t === 'GUILD_CREATE' && d.id === last);
    expect(home?.s).to.be.below(seen.s ?? 0);
    await until(() => created(client).length === mine.length);
    expect(created(client).sort()).to.deep.equal([...mine].sort());
    client.close(1000);
  });

  it('are told of again on a resume, from where it broke off', async () => {
    const { client, ready } = await identified([1, 2]);
    await until(() => created(client).length >= 60);
    client.close(4200);
    await client.closed;
    const second = rawClient(sandbox.api);
    await second.payload(({ op }) => op === 10);
    second.send(6, { token: sandbox.token, session_id: ready.d.session_id, seq: 41 });
    const count = Object(ready.d.guilds).length;
    await until(() => created(second).length === count - 40);
    const all = [...created(client).slice(0, 40), ...created(second)];
    expect(new Set(all).size).to.equal(count);
    second.close(1000);
  });

  it('may have very many members: their chunks are made while they are sent', async () => {
    const shard = Number((BigInt(guildId('Huge')) >> 22n) % 2n);
    const { client } = await identified([shard, 2]);
    client.send(8, { guild_id: guildId('Huge'), query: '', limit: 0, nonce: 'all' });
    await client.payload(({ d }) => d?.nonce === 'all' && d.chunk_index === 12);
    const chunks = client.received.filter(({ t }) => t === 'GUILD_MEMBERS_CHUNK');
    const ids = chunks.flatMap(({ d }) => Object(d.members).map((m: { user: { id: string } }) => m.user.id));
    expect(new Set(ids).size).to.equal(12_347);
    expect([...(sandbox.world.guilds.get(guildId('Huge'))?.members.kept() ?? [])]).to.have.lengthOf(2);
    client.send(8, {
      guild_id: guildId('Huge'),
      user_ids: [crowdUserId(-1, 7), crowdUserId(-1, 12_345)],
      nonce: 'two',
    });
    const two = await client.payload(({ d }) => d?.nonce === 'two');
    expect(two.d).to.deep.include({ not_found: [crowdUserId(-1, 12_345)] });
    client.close(1000);
  });
});

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await wait(5);
}
