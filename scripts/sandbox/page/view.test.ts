import { expect } from 'chai';
import { Routes } from 'discord-api-types/v10';
import { channelId, guildId, type Sandbox, startSandbox, userId } from '../index.ts';
import { restOf } from '../testing/library-client.ts';
import type { Person } from './people.ts';

interface View {
  me: { id: string };
  guild: { id: string };
  channel: { id: string } | null;
  channels: { name: string }[];
  entries: { is: string; content?: string; isPrivate?: boolean }[];
  names: { users: Record<string, string> };
  hasMore: boolean;
  can: Record<string, boolean>;
}

describe('sandbox page: what a member sees', () => {
  let sandbox: Sandbox;
  const guild = guildId('Workshop');
  const general = channelId(guild, 'general');
  const [ada, grace] = [userId('ada'), userId('grace')] as const;
  const place = { guild, channel: general, member: ada };

  beforeEach(async () => {
    sandbox = await startSandbox({ globalLimit: 0 });
  });
  afterEach(() => sandbox.stop());

  const ask = async <T>(name: string, query: Record<string, string> = place): Promise<T> => {
    const reply = await fetch(`${sandbox.page}page/${name}?${new URLSearchParams(query)}`);
    expect(reply.status, name).to.equal(200);
    return (await reply.json()) as T; // the page's own shapes, which the tests look at
  };
  const view = (query: Record<string, string> = place) => ask<View>('view', query);

  it('is the page’s own files under a strict policy, and no others', async () => {
    const page = await fetch(sandbox.page);
    expect(page.headers.get('content-security-policy'))
      .to.include("default-src 'none'")
      .and.include("script-src 'self'")
      .and.not.include('unsafe');
    expect(await page.text()).to.include('This is not Discord');
    expect((await fetch(`${sandbox.page}page/main.js`)).headers.get('content-type')).to.match(
      /^text\/javascript/,
    );
    for (const path of ['view.ts', '..%2fview.ts', '%2e%2e/http.ts', 'static', 'nothing.js', 'constructor'])
      expect((await fetch(`${sandbox.page}page/${path}`)).status, path).to.equal(404);
  });

  it('starts somewhere, whatever the address says', async () => {
    const queries: Record<string, string>[] = [
      {},
      { guild: 'x', channel: '<', member: '1' },
      { guild, channel: 'constructor', member: '__proto__' },
    ];
    for (const query of queries) {
      const { guild: at, channel, me } = await view(query);
      expect([at.id, channel?.id, me.id]).to.deep.equal([guild, general, ada]);
    }
  });

  it('leaves out channels the member does not see, also when asked for by id', async () => {
    const { id } = sandbox.addChannel(guild, { name: 'secret' });
    const deny = String(1n << 10n);
    sandbox.changeChannel(guild, id, { overwrites: [{ id: grace, type: 1, allow: '0', deny }] });
    sandbox.message({ guild, channel: id, author: ada, content: 'hidden' });
    const theirs = await view({ ...place, channel: id, member: grace });
    expect(theirs.channel?.id).to.equal(general);
    expect(JSON.stringify([theirs, await ask('channel', { ...place, member: grace })])).not.to.match(
      /secret|hidden/,
    );
    expect(JSON.stringify(await view({ ...place, channel: id }))).to.match(/secret.*hidden/);
  });

  it('shows the last messages only, and more on demand', async () => {
    for (let n = 1; n <= 60; n += 1)
      sandbox.message({ guild, author: ada, content: `number ${n}, <@${grace}>` });
    const { entries, hasMore, names } = await view();
    expect([entries.length, hasMore, entries.at(-1)?.content]).to.deep.equal([
      50,
      true,
      `number 60, <@${grace}>`,
    ]);
    expect(names.users).to.deep.equal({ [grace]: 'Grace' });
    expect((await view({ ...place, shown: '1000000' })).entries).to.have.length(60);
    expect((await view({ ...place, shown: '-1' })).entries).to.have.length(50);
  });

  it('keeps ephemeral answers to whom they are for', async () => {
    const rest = restOf(sandbox);
    await rest.put(Routes.applicationCommands(sandbox.applicationId), {
      body: [{ name: 'ping', description: 'Pong' }],
    });
    const { id, token } = sandbox.slash({ guild, channel: general, user: ada, name: 'ping' });
    expect((await view()).entries.map(({ is }) => is)).to.deep.equal(['note']);
    await rest.post(Routes.interactionCallback(id, token), {
      auth: false,
      body: { type: 4, data: { content: 'psst', flags: 64 } },
    });
    expect((await view()).entries.map(({ content, isPrivate }) => [content, isPrivate])).to.deep.equal([
      ['psst', true],
    ]);
    expect((await view({ ...place, member: grace })).entries).to.deep.equal([]);
    expect((await view({ ...place, channel: channelId(guild, 'help') })).entries).to.deep.equal([]);
  });

  it('finds people by their names among any number, a few at a time', async () => {
    for (let n = 0; n < 120; n += 1) sandbox.join(guild, { name: `guest${n}` });
    const all = await ask<{ total: number; shown: Person[] }>('members');
    expect(all.total).to.be.above(120);
    expect(all.shown).to.have.length(50);
    const found = await ask<{ shown: Person[] }>('members', { ...place, search: 'GUEST119' });
    expect(found.shown.map(({ username }) => username)).to.deep.equal(['guest119']);
    expect(await ask<unknown[]>('user', { ...place, search: 'guest' })).to.have.length(25);
  });

  it('offers the commands that the member may run there', async () => {
    const staff = { name: 'close', description: 'For staff', default_member_permissions: '8' };
    const body = [staff, { name: 'ping', description: 'Pong' }, { name: 'Report', type: 3 }];
    await restOf(sandbox).put(Routes.applicationCommands(sandbox.applicationId), { body });
    const names = async (member: string) => {
      const { chat, message } = await ask<{ chat: { name: string }[]; message: string[] }>('commands', {
        ...place,
        member,
      });
      return [...chat.map(({ name }) => name), ...message];
    };
    expect(await names(ada)).to.deep.equal(['close', 'ping', 'Report']);
    expect(await names(grace)).to.deep.equal(['ping', 'Report']);
    expect((await view()).can).to.include({ ban: true, send: true });
    expect((await view({ ...place, member: grace })).can).to.include({ ban: false, send: true });
  });

  it('lists bans, timeouts, the audit log and what the bot asked', async () => {
    sandbox.ban(guild, grace, { reason: 'rude' });
    await restOf(sandbox)
      .get(Routes.channel('1'))
      .catch(() => {});
    expect(await ask('bans'))
      .to.deep.include({ total: 1 })
      .and.to.have.nested.property('shown[0].reason', 'rude');
    expect(await ask('audit')).to.have.nested.property('[0].what', 'MemberBanAdd');
    expect(await ask('asked')).to.have.nested.property('[0].why', '10003: Unknown Channel');
    const reaction = `${sandbox.api}/v10/channels/1/messages/2/reactions/%F0%9F%AA%99/%E0%A4%A/@me`;
    await fetch(reaction, { method: 'PUT', headers: { authorization: `Bot ${sandbox.token}` } });
    expect(await ask('asked'))
      .to.have.nested.property('[0].path')
      .that.includes('/reactions/🪙/%E0%A4%A/');
    expect(await ask('timeouts')).to.deep.equal([]);
    expect(await ask('roles')).to.have.length(5);
  });

  it('says that something changed, and no more than that', async () => {
    const reply = await fetch(`${sandbox.page}page/live`);
    const reader = reply.body?.pipeThrough(new TextDecoderStream()).getReader();
    const read = async () => (await reader?.read())?.value;
    expect(await read()).to.equal('retry: 1000\n\n');
    for (let n = 0; n < 50; n += 1) sandbox.message({ guild, author: ada, content: `secret ${n}` });
    expect(await read()).to.equal('data: stir\n\n');
    await reader?.cancel();
  });

  it('answers malformed questions for suggestions kindly', async () => {
    for (const [body, status] of [
      ['{', 400],
      ['[]', 400],
      [JSON.stringify({ user: ada, guild, name: 'nothing', options: {}, focused: 'x' }), 409],
      [JSON.stringify({ user: '1', guild, name: 'nothing', options: {}, focused: 'x' }), 409],
    ] as const)
      expect((await fetch(`${sandbox.page}page/suggest`, { method: 'POST', body })).status, body).to.equal(
        status,
      );
  });
});
