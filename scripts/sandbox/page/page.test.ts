import { request } from 'node:http';
import { expect } from 'chai';
import { type RESTPutAPIApplicationCommandsJSONBody, Routes } from 'discord-api-types/v10';
import { channelId, guildId, type Sandbox, startSandbox, userId } from '../index.ts';
import { connectLibrary, type LibraryClient, restOf } from '../testing/library-client.ts';

const commands: RESTPutAPIApplicationCommandsJSONBody = [
  {
    name: 'bytes',
    description: 'The currency',
    options: [
      {
        type: 1,
        name: 'send',
        description: 'Give',
        options: [
          { type: 6, name: 'user', description: 'To whom', required: true },
          { type: 4, name: 'amount', description: 'How many', required: true, min_value: 1, max_value: 50 },
          { type: 5, name: 'quietly', description: 'Tell nobody' },
        ],
      },
    ],
  },
  { name: 'ping', description: 'Pong' },
];

describe('sandbox: the page on which a person acts as any member', () => {
  let sandbox: Sandbox;
  const guild = guildId('Workshop');
  const general = channelId(guild, 'general');
  const ada = userId('ada');
  const grace = userId('grace');
  const place = { guild, channel: general, member: ada };

  beforeEach(async () => {
    sandbox = await startSandbox({ globalLimit: 0 });
    await restOf(sandbox).put(Routes.applicationCommands(sandbox.applicationId), { body: commands });
  });
  afterEach(() => sandbox.stop());

  const look = async (as: Record<string, string> = place) =>
    (await fetch(`${sandbox.page}?${new URLSearchParams(as)}`)).text();
  const send = (form: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
    fetch(`${sandbox.page}${form}`, {
      method: 'POST',
      headers,
      body: new URLSearchParams({ ...place, ...fields }),
      redirect: 'manual',
    });

  it('says what it is, needs no scripts, and escapes what members write', async () => {
    sandbox.message({ guild, author: ada, content: '<script>alert(1)</script> "quoted" **bold**' });
    const reply = await fetch(sandbox.page);
    expect(reply.headers.get('content-security-policy')).to.include("default-src 'none'");
    expect(await reply.text())
      .to.include('This is not Discord')
      .and.to.include('&#60;script&#62;alert(1)&#60;/script&#62; &#34;quoted&#34; <b>bold</b>')
      .and.not.to.include('<script');
  });

  it('posts as the chosen member, and leads back there', async () => {
    const reply = await send('say', { content: 'from the page\r\nsecond line' });
    expect(reply.status).to.equal(303);
    expect(reply.headers.get('location')).to.equal(
      `/?${new URLSearchParams({ guild, member: ada, channel: general })}`,
    );
    const [message] = sandbox.world.channels.get(general)?.messages.values() ?? [];
    expect(message).to.include({ content: 'from the page\nsecond line' });
    expect(message?.author.id).to.equal(ada);
    expect(await look()).to.include('from the page');
    expect(await look({ ...place, channel: channelId(guild, 'help') })).not.to.include('from the page');
  });

  it('says why something did not work, and keeps what was typed', async () => {
    const until = new Date(Date.now() + 60_000).toISOString();
    sandbox.updateMember(guild, grace, { timeoutUntil: until });
    const reply = await send('say', { member: grace, content: 'let <me> speak' });
    expect(reply.status).to.equal(409);
    expect(await reply.text())
      .to.include('grace may not do that in #general')
      .and.to.include('let &#60;me&#62; speak</textarea>');
    expect((await send('say', { guild: '1', content: 'x' })).status).to.equal(409);
    expect((await send('dance', {})).status).to.equal(404);
  });

  it('shows only what the member sees', async () => {
    const deny = String(1n << 10n);
    sandbox.addChannel(guild, { name: 'secret' });
    const secret = [...sandbox.world.channels.values()].find(({ name }) => name === 'secret');
    const overwrites = [{ id: grace, type: 1, allow: '0', deny }];
    sandbox.changeChannel(guild, secret?.id ?? '', { overwrites });
    expect(await look()).to.include('#secret');
    expect(await look({ ...place, member: grace })).not.to.include('#secret');
  });

  describe('with a bot', () => {
    let bot: LibraryClient;
    beforeEach(async () => {
      bot = await connectLibrary(sandbox);
    });
    afterEach(() => bot.stop());

    /** Answers the next interaction that has not been answered. */
    const answer = async (body: unknown) => {
      const known = new Set(bot.received.map(({ d }) => Object(d).id));
      const event = await bot.dispatch('INTERACTION_CREATE', ({ id }) => !known.has(id));
      const { id, token } = Object(event);
      await bot.rest.post(Routes.interactionCallback(id, token), { body, auth: false });
      return event;
    };

    it('has a form for each command, typed as its options are', async () => {
      const html = await look();
      expect(html).to.include('/bytes send').and.to.include('/ping');
      expect(html).to.include(
        '<input type="number" name="option.amount" min="1" max="50" step="1" required>',
      );
      const answering = answer({ type: 4, data: { content: 'sent' } });
      const fields = { 'option.user': 'Grace', 'option.amount': '12', 'option.quietly': '' };
      await send('slash', { command: 'bytes', subcommand: 'send', ...fields });
      expect(await answering)
        .to.have.nested.property('data.options[0].options')
        .that.deep.equals([
          { name: 'user', type: 6, value: grace },
          { name: 'amount', type: 4, value: 12 },
        ]);
      expect(await look())
        .to.include('Ada used /bytes')
        .and.to.include('sent');
      const refused = await send('slash', {
        command: 'bytes',
        subcommand: 'send',
        ...fields,
        'option.amount': '99',
      });
      expect([refused.status, await refused.text()].join(' '))
        .to.include('409')
        .and.to.include('more than 50');
    });

    it('shows embeds and ephemeral answers, those to their member alone, and clicks their buttons', async () => {
      const button = { type: 2, style: 1, label: 'Again', custom_id: 'again' };
      const embeds = [
        { title: 'Balance', color: 0x12ab34, fields: [{ name: 'Now', value: '**512** bytes' }] },
      ];
      const data = { embeds, flags: 64, components: [{ type: 1, components: [button] }] };
      const answering = answer({ type: 4, data });
      await send('slash', { command: 'ping', subcommand: '' });
      await answering;
      const html = await look();
      expect(html)
        .to.include('<b>512</b> bytes')
        .and.to.include('border-color: #12ab34')
        .and.to.include('Only Ada can see this.');
      expect(await look({ ...place, member: grace })).not.to.include('512');
      const message = /name="message" value="(\d+)"/.exec(html)?.[1] ?? '';
      const clicking = answer({ type: 7, data: { content: 'Clicked', embeds: [], components: [] } });
      expect((await send('click', { message, customId: 'again' })).status).to.equal(303);
      expect(await clicking).to.have.nested.property('data.custom_id', 'again');
      expect(await look())
        .to.include('Clicked')
        .and.not.to.include('>Again<');
      expect((await send('click', { message, customId: 'again' })).status).to.equal(409);
    });

    it('says when the bot did not respond', async () => {
      await send('slash', { command: 'ping', subcommand: '' });
      expect(await look()).to.include('The application did not respond to ping');
    });
  });

  it('is for this machine alone: foreign names and other sites’ forms are refused, for /control too', async () => {
    const { port, host } = new URL(sandbox.page);
    const asked = (path: string, headers: Record<string, string>, method = 'GET') =>
      new Promise<number | undefined>((resolve, reject) => {
        const options = { host: '127.0.0.1', port, path, method, headers };
        request(options, (reply) => resolve(reply.resume().statusCode))
          .on('error', reject)
          .end();
      });
    expect(await asked('/', { host: `localhost:${port}` })).to.equal(200);
    expect(await asked('/', { host: `[::1]:${port}` })).to.equal(200);
    for (const path of ['/', '/control/world', '/api/v10/gateway']) {
      expect(await asked(path, { host: `rebound.example:${port}` }), path).to.equal(403);
      expect(await asked(path, { host: `localhost.example:${port}` }), path).to.equal(403);
    }
    for (const path of ['/say', '/slash', '/click', '/control/calm']) {
      for (const origin of ['https://elsewhere.example', 'null', `http://127.0.0.1:1`])
        expect(await asked(path, { host, origin }, 'POST'), path).to.equal(403);
    }
    expect(await asked('/control/calm', { host, origin: `http://${host}` }, 'POST')).to.equal(200);
    expect((await send('say', { content: 'own' }, { origin: `http://${host}` })).status).to.equal(303);
  });
});
