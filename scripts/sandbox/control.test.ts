import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { setImmediate as turn } from 'node:timers/promises';
import { expect } from 'chai';
import { createChance } from './demo/chance.ts';
import { habits } from './demo/habits.ts';
import { demoWorld } from './demo/world.ts';
import { guildId, type Sandbox, startSandbox, userId } from './index.ts';

const handshake = { 'sec-websocket-version': '13', 'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==' };

describe('sandbox: control over HTTP, and demo', () => {
  let sandbox: Sandbox;
  const guild = guildId('Workshop');
  afterEach(() => sandbox.stop());

  const order = async (name: string, body: unknown) => {
    const reply = await fetch(`${sandbox.page}control/${name}`, {
      method: 'POST',
      body: JSON.stringify(body),
    });
    return { status: reply.status, body: Object(await reply.json()) };
  };
  const view = async (name: string) => Object(await (await fetch(`${sandbox.page}control/${name}`)).json());

  it('acts as members and shows what happened', async () => {
    sandbox = await startSandbox();
    const { body } = await order('message', { guild, author: userId('ada'), content: 'over HTTP' });
    expect(sandbox.world.channels.get(body.channel_id)?.messages.get(body.id)?.content).to.equal('over HTTP');
    const headers = { authorization: `Bot ${sandbox.token}` };
    await fetch(`${sandbox.api}/v10/users/@me`, { headers });
    expect((await view('requests'))[0]).to.include({ method: 'GET', path: '/users/@me', status: 200 });
    expect((await view('world')).guilds[0].channels[0].messages[0].content).to.equal('over HTTP');
  });

  it('says what is wrong with an order', async () => {
    sandbox = await startSandbox();
    expect((await order('nonsense', {})).status).to.equal(404);
    expect((await order('message', { guild })).status).to.equal(400);
    expect((await order('message', { guild: '1', author: '1' })).status).to.equal(404);
    expect((await order('slash', { guild, user: userId('ada'), name: 'nothing' })).status).to.equal(409);
  });

  it('lists the orders with what they take, and the views', async () => {
    sandbox = await startSandbox();
    const { orders, views } = await view('');
    expect(orders['POST /control/message'].required).to.deep.equal(['guild', 'author']);
    expect(orders['POST /control/timeout'].properties.by.description).to.include('the owner where left out');
    expect(views).to.have.property('GET /control/deeds');
  });

  it('stays where it is, whatever is asked of it', async () => {
    sandbox = await startSandbox();
    const { hostname, port } = new URL(sandbox.page);
    const upgrade = httpRequest({
      ...{ hostname, port, path: '//' },
      headers: { connection: 'Upgrade', upgrade: 'websocket', ...handshake },
    });
    await once(upgrade.end(), 'upgrade');
    expect((await order('dropSockets', { code: 1 })).status).to.equal(400);
    sandbox.trouble.dropSockets(1);
    expect((await order('refuseRest', { status: 7, times: 1 })).status).to.equal(400);
    expect((await order('message', { guild, author: userId('ada'), at: 'never' })).status).to.equal(400);
    expect((await order('message', { guild, author: userId('ada'), id: 'x' })).status).to.equal(400);
    expect((await fetch(`${sandbox.page}/`)).status).to.equal(404);
    for (const channel of sandbox.world.guilds.get(guild)?.channels.keys() ?? [])
      sandbox.removeChannel(guild, channel);
    sandbox.load.start({ perSecond: 1_000, forMs: 50 });
    while (sandbox.load.state.refused === 0) await turn();
  });

  it('seeds the same demo world on every start, and its members live', async () => {
    sandbox = await startSandbox({ world: demoWorld() });
    const ids = [...sandbox.world.guilds.keys()];
    await sandbox.stop();
    sandbox = await startSandbox({ world: demoWorld() });
    expect([...sandbox.world.guilds.keys()])
      .to.deep.equal(ids)
      .and.to.have.lengthOf(3);
    expect(sandbox.world.users.size).to.be.within(250, 400);
    const chance = createChance(7);
    for (let n = 0; n < 300; n += 1) for (const habit of habits) habit.act(sandbox, chance);
    const messages = [...sandbox.world.channels.values()].flatMap((channel) => [
      ...channel.messages.values(),
    ]);
    expect(messages).to.have.lengthOf(300);
    expect(new Set(messages.map(({ author }) => author.id)).size).to.be.greaterThan(60);
    expect(messages.some(({ reactions }) => reactions.length > 0)).to.equal(true);
  });
});
