import { expect } from 'chai';
import { PermissionFlagsBits as P } from 'discord-api-types/v10';
import {
  guildId,
  type InteractionHandle,
  type Message,
  roleId,
  userId,
} from '../../scripts/sandbox/index.ts';
import { allNeeded } from '../../shared/setup/needs.ts';
import { readPanelLink } from '../../shared/setup/panel-link.ts';
import { useDatabase } from '../../shared/testing/database.ts';
import { itReadsLittle } from '../../shared/testing/reads-little.ts';
import { useRedis } from '../../shared/testing/redis.ts';
import { startBot, type TestBot } from '../interactions/bot.fixture.ts';
import { buttonsOf } from '../squads/guild.fixture.ts';
import { check } from './check.ts';
import { forManagers } from './managers.ts';
import { quickSettings } from './quick-settings.ts';
import { settingTexts } from './setting-texts.ts';

const guild = guildId('Workshop');
const ada = userId('ada'); // owns it
const grace = userId('grace');

describe('/config', () => {
  const database = useDatabase();
  const redis = useRedis();
  let bot: TestBot;
  before(async () => {
    const { db } = database;
    bot = await startBot(db, redis.redis);
    await db('guilds').insert({ id: guild, owner_id: ada, members_loaded_at: new Date(), member_count: 6 });
    await db('guild_roles').insert([
      { guild_id: guild, id: guild, name: '@everyone' },
      { guild_id: guild, id: '20', name: 'Bot', permissions: String(allNeeded), position: 2 },
    ]);
    const id = bot.context.applicationId;
    await db('discord_users').insert({ id });
    await db('guild_members').insert({ guild_id: guild, user_id: id, roles: ['20'], seen_at: new Date() });
  });
  afterEach(() => expect(bot.sandbox.violations).to.eql([]));
  after(() => bot.close());

  async function ask(
    subcommand: string,
    options: Record<string, string | number | boolean> = {},
    locale?: string,
  ) {
    const asked = bot.sandbox.slash({ guild, user: ada, name: 'config', subcommand, options, locale });
    return see(asked);
  }
  async function press(message: Message, label: string, locale?: string) {
    const customId = buttonsOf(message).find((button) => button.label === label)?.custom_id ?? '';
    return see(bot.sandbox.click({ message, user: ada, customId, locale }));
  }
  async function see(asked: InteractionHandle) {
    await bot.handle(asked);
    const message = await asked.message();
    const { content, embeds } = message;
    expect(asked.ephemeral).to.equal(true);
    return { message, content, fields: embeds[0]?.fields ?? [], embed: embeds[0] };
  }

  it('is for those who may manage the server, whoever else Discord lets use it', async () => {
    expect(() => bot.sandbox.slash({ guild, user: grace, name: 'config', subcommand: 'show' })).to.throw();
    let ran = false;
    const handler = forManagers(async () => {
      ran = true;
      return { is: 'shown', message: {} };
    });
    const call = { permissions: P.ManageMessages, locale: 'de' };
    const person = { id: grace, username: 'grace', globalName: null, avatar: null, bot: false };
    const sighting = {
      user: person,
      nick: null,
      avatar: null,
      roles: [],
      joinedAt: null,
      timedOutUntil: null,
      pending: false,
    };
    const rest = {
      id: '1',
      at: 1,
      guild,
      channel: '2',
      user: person,
      sighting,
      guildLocale: undefined,
      options: {},
    };
    const answer = await handler.run({ ...call, ...rest }, bot.context);
    expect(answer.is).to.equal('refused');
    expect(answer).to.have.nested.property('message.content').that.includes('Server verwalten');
    expect(ran).to.equal(false);
    // a page that was opened while they still might
    const pressed = check.component.press(
      { ...call, ...rest, state: `${grace}.1`, values: [], fields: {} },
      bot.context,
    );
    expect((await pressed)?.is).to.equal('refused');
  });

  it('shows the key settings in the language of whoever asks', async () => {
    const { fields, embed } = await ask('show');
    expect(fields.map(({ name, value }) => [name, value]).slice(0, 4)).to.deep.equal([
      ['Bytes enabled', 'on'],
      ['Daily amount', '10 bytes'],
      ['Time zone', '`UTC`'],
      ['Daily awards are announced by', 'a reaction'],
    ]);
    expect(fields.at(-1)?.value).to.match(/^6, loaded <t:\d+:R>$/);
    expect(embed?.description).to.include('The set-up is fine.');
    const german = await ask('show', {}, 'de');
    expect(german.fields.map(({ value }) => value).slice(0, 4)).to.deep.equal([
      'an',
      '10 Bytes',
      '`UTC`',
      'eine Reaktion',
    ]);
  });

  it('has words in every language for every setting that it shows', () => {
    const ids = quickSettings.map(({ id }) => id);
    for (const locale of ['en', 'de']) {
      expect(Object.keys(settingTexts(locale))).to.have.members(ids);
      for (const { id, field } of quickSettings)
        if (field.control.is === 'choice')
          expect(Object.keys(settingTexts(locale)[id]?.choices ?? {})).to.have.members(
            field.control.options.map(({ value }) => value),
          );
    }
  });

  it('changes settings as the panel does: versioned, and written down under the member', async () => {
    const options = { 'bytes-daily-amount': 25, 'bytes-announce': 'message', 'bytes-enabled': false };
    const { content } = await ask('set', options);
    expect(content.split('\n')).to.deep.equal([
      'Saved:',
      '**Bytes enabled**: off',
      '**Daily amount**: 25 bytes',
      '**Daily awards are announced by**: a message',
    ]);
    const versions = await database.db('settings_versions').where({ guild_id: guild });
    expect(versions).to.have.lengthOf(1);
    expect(versions[0]).to.include({
      feature: 'bytes',
      version: 1,
      actor_kind: 'member',
      actor_id: ada,
      actor_name: 'ada',
    });
    expect(versions[0].values).to.include({ dailyAmount: 25, enabled: false, startingBalance: 100 });
    const entries = await database.db('audit_entries').where({ guild_id: guild });
    expect(entries[0]).to.include({ action: 'settings.saved', actor_kind: 'member', actor_id: ada });
    expect((await ask('set', options)).content).to.match(/^Nothing to change/);
    expect(await database.db('settings_versions').where({ guild_id: guild })).to.have.lengthOf(1);
  });

  it('saves nothing where one value does not fit, and says which', async () => {
    const options = { 'bytes-daily-amount': 30, 'bytes-time-zone': 'Mars/Olympus' };
    expect((await ask('set', options)).content).to.equal(
      '**Time zone** does not take that value. When a day begins: an IANA name such as Europe/Berlin.',
    );
    expect((await ask('set', { 'bytes-time-zone': '\0' })).content).to.include('does not take that value');
    expect((await ask('set')).content).to.match(/^Choose at least one/);
    expect(await database.db('settings_versions').where({ guild_id: guild })).to.have.lengthOf(1);
    expect(() =>
      bot.sandbox.slash({
        guild,
        user: ada,
        name: 'config',
        subcommand: 'set',
        options: { 'bytes-daily-amount': 0 },
      }),
    ).to.throw();
  });

  it('checks the set-up, in pages where there is much to say', async () => {
    const { db } = database;
    expect((await ask('check')).content).to.match(/^All is well/);
    await db('guild_roles').where({ guild_id: guild, id: '20' }).update({ permissions: '0' });
    await db('guild_roles').insert({ guild_id: guild, id: '30', name: 'Above', position: 9 });
    const [above, gone] = ['30', roleId('Workshop', 'Gone')];
    await db('bytes_roles').insert(
      [above, gone].map((role_id) => ({ guild_id: guild, role_id, threshold: 10 })),
    );
    const first = await ask('check');
    expect(first.fields).to.have.lengthOf(5);
    expect(first.fields[0]).to.include({ name: '❌ Does not work' });
    expect(first.fields[0]?.value).to.match(/^The bot lacks View Channel, .*\.\n→ Allow it/);
    expect(first.fields[4]?.value).to.include('<@&30>');
    expect(first.embed?.footer?.text).to.equal('1/2');
    const second = await press(first.message, 'Next', 'de');
    expect(second.fields).to.have.lengthOf(5);
    expect(second.fields[0]?.value).to.equal(
      `Gelöschte Rollen stehen noch in Rollen als Belohnung: \`${gone}\`.\n→ Nimm sie dort heraus oder wähle andere.`,
    );
    expect(second.fields[1]).to.include({ name: '⚠️ Sollte behoben werden' }); // nothing uses it yet
    expect((await ask('show')).embed?.description).to.match(/^10 things/);
  });

  it('gives a link into the panel to whoever asks, known to us from that moment on', async () => {
    const { content } = await ask('panel');
    const [, token = ''] = content.match(/https:\/\/bot\.example\/enter\/([\w.-]+)>/) ?? [];
    const { clock, config } = bot.context;
    expect(readPanelLink({ clock, secret: config.SECRET }, token)).to.deep.include({
      is: 'valid',
      visitor: { guild, user: ada, name: 'ada' },
    });
    const row = await database.db('guild_members').where({ guild_id: guild, user_id: ada }).first();
    expect(row).to.include({ active: true });
    const another = await ask('panel');
    expect(another.content).to.not.include(token);
  });

  it('gives no link where our rows do not say yet that they may manage the server', async () => {
    await database.db('guilds').where({ id: guild }).update({ owner_id: '1' });
    expect((await ask('panel')).content).to.include('try again in a minute');
    await database.db('guilds').where({ id: guild }).update({ owner_id: ada });
  });

  it('gives the invite link with what the features need and no more', async () => {
    const { content } = await ask('invite');
    const url = new URL(content.match(/<(.+)>/)?.[1] ?? '');
    expect(url.origin).to.equal(new URL(bot.sandbox.api).origin);
    expect(Object.fromEntries(url.searchParams)).to.deep.equal({
      client_id: bot.sandbox.applicationId,
      scope: 'bot applications.commands',
      permissions: String(allNeeded),
      guild_id: guild,
    });
  });

  itReadsLittle(database, { but: /^select \* from "audit_entries"/ }); // what is written down of it
});
