import { expect } from 'chai';
import { PermissionFlagsBits as P } from 'discord-api-types/v10';
import { guildId, type Sandbox, startSandbox, userId } from '../index.ts';
import { smallWorld } from '../seed/world.ts';
import { connectLibrary, restOf } from '../testing/library-client.ts';
import { type WebApp, webApp } from '../testing/web-app.ts';

describe('sandbox: people add the bot to their guilds', () => {
  let sandbox: Sandbox;
  let site: WebApp;
  const elsewhere = guildId('Elsewhere');
  const bare = { response_type: null, redirect_uri: null };

  beforeEach(async () => {
    const members = [{ name: 'ada' }, { name: 'grace' }];
    const guilds = [...smallWorld.guilds, { name: 'Elsewhere', members, withoutBot: true }];
    const application = { redirectUris: ['http://127.0.0.1:3000/callback'] };
    sandbox = await startSandbox({ world: { guilds, application }, globalLimit: 0 });
    site = webApp(sandbox);
  });
  afterEach(() => sandbox.stop());

  it('which it knows nothing of before, and gets as GUILD_CREATE', async () => {
    const bot = await connectLibrary(sandbox);
    const missing = await restOf(sandbox)
      .get(`/guilds/${elsewhere}`)
      .catch(({ status }) => status);
    expect(missing).to.equal(404);
    expect(bot.received.some(({ d }) => Object(d).id === elsewhere)).to.equal(false);
    const link = site.link('bot applications.commands', { ...bare, permissions: String(P.BanMembers) });
    const page = await (await fetch(`${link}&as=ada`)).text();
    expect(page).to.include(`<option value="${elsewhere}">Elsewhere</option>`).and.to.include('Ban Members');
    expect(page).not.to.include('>Workshop</option>');
    const { status, to, page: done } = await site.consent(link, userId('ada'), 'allow', elsewhere);
    expect([status, to]).to.deep.equal([200, null]);
    expect(done).to.include('now in Elsewhere');
    const created = await bot.dispatch('GUILD_CREATE', ({ id }) => id === elsewhere);
    expect(created).to.include({ name: 'Elsewhere', member_count: 3 });
    const roles = Object.values(Object(await restOf(sandbox).get(`/guilds/${elsewhere}/roles`))).map(Object);
    const own = roles.find(({ managed }) => managed);
    expect(own).to.include({ name: 'Smarter Dev', permissions: String(P.BanMembers) });
    expect(sandbox.deeds.at(-1)).to.deep.include({ is: 'guild', by: userId('ada'), target: elsewhere });
    await bot.stop();
  });

  it('only where they manage the guild', async () => {
    const link = site.link('bot', bare);
    const page = await (await fetch(`${link}&as=grace`)).text();
    expect(page).to.include('manages no server');
    for (const guild of [elsewhere, guildId('Workshop'), '1', ''])
      expect((await site.consent(link, 'grace', 'allow', guild)).status, guild).to.equal(400);
    expect(sandbox.world.guilds.has(elsewhere)).to.equal(false);
  });

  it('and log in at the same time: the token tells of the guild', async () => {
    const link = site.link('identify bot', {
      permissions: '8',
      guild_id: elsewhere,
      disable_guild_select: 'true',
    });
    const { to } = await site.consent(link, 'ada');
    const told = Object.fromEntries(to?.searchParams ?? []);
    expect(told).to.include({ guild_id: elsewhere, permissions: '8' });
    const form = { grant_type: 'authorization_code', code: told.code ?? '', redirect_uri: site.redirectUri };
    expect((await site.token(form)).body).to.have.nested.property('guild.id', elsewhere);
  });

  it('again, after it was removed', async () => {
    const workshop = guildId('Workshop');
    const general = [...(sandbox.world.guilds.get(workshop)?.channels.keys() ?? [])][0] ?? '';
    sandbox.removeGuild(workshop);
    expect(sandbox.world.channels.has(general)).to.equal(false);
    await site.consent(site.link('bot', bare), 'ada', 'allow', workshop);
    const message = sandbox.message({ guild: workshop, author: userId('grace'), content: 'welcome back' });
    expect(message.channel_id).to.equal(general);
  });

  it('and are joined to a guild of the bot’s with their token', async () => {
    const workshop = guildId('Workshop');
    sandbox.join(workshop, { name: 'newcomer' });
    sandbox.leave(workshop, userId('newcomer'));
    const { access_token } = await site.logIn('newcomer', 'guilds.join');
    const join = async (nick?: string) => {
      const headers = { authorization: `Bot ${sandbox.token}`, 'content-type': 'application/json' };
      const url = `${sandbox.api}/v10/guilds/${workshop}/members/${userId('newcomer')}`;
      return fetch(url, { method: 'PUT', headers, body: JSON.stringify({ access_token, nick }) });
    };
    const reply = await join('New');
    expect(reply.status).to.equal(201);
    expect(await reply.json()).to.include({ nick: 'New' });
    expect((await join()).status).to.equal(204);
  });
});
