import { expect } from 'chai';
import { type InteractionHandle, roleId, userId } from '../../scripts/sandbox/index.ts';
import { findDifferences } from '../../shared/bytes/queries.ts';
import { setReward } from '../../shared/bytes/reward.fixture.ts';
import { MINUTE } from '../../shared/core/clock.ts';
import { configure } from '../../shared/settings/configure.fixture.ts';
import { bytesSettings } from '../../shared/settings/registry.ts';
import { useDatabase } from '../../shared/testing/database.ts';
import { itReadsLittle } from '../../shared/testing/reads-little.ts';
import { useRedis } from '../../shared/testing/redis.ts';
import { guild, type Shown, type SquadGuild, startGuild } from '../squads/guild.fixture.ts';
import { startTranscript, type Transcript } from '../squads/transcript.fixture.ts';
import { awardDaily } from './award.ts';

const people = ['ada', 'grace', 'linus', 'margaret', 'otherbot'];
const roles = ['Member', 'Veteran', 'Staff'];
const sendBytes = { name: 'Send bytes', title: 'Send bytes' };

describe('a session with bytes', () => {
  const database = useDatabase();
  const redis = useRedis();
  let at: SquadGuild;
  let told: Transcript;
  let general: string;

  before(async () => {
    await database.db('guilds').insert({ id: guild, name: 'Workshop' });
    at = await startGuild(database, redis);
    const channels = at.bot.sandbox.world.guilds.get(guild)?.channels.values() ?? [];
    general = [...channels].find(({ name }) => name === 'general')?.id ?? '';
    told = startTranscript(
      () =>
        new Map([
          ...people.map((name): [string, string] => [userId(name), name]),
          ...roles.map((name): [string, string] => [roleId(guild, name), name]),
        ]),
    );
  });
  after(() => at.close());

  const nameOf = (id: string) => people.find((name) => userId(name) === id);

  async function use(
    name: string,
    subcommand: string,
    options: Record<string, string | number> = {},
    locale?: string,
  ) {
    const words = Object.entries(options).map(([key, value]) => ` ${key}:${nameOf(String(value)) ?? value}`);
    told.did(name, `uses /bytes ${subcommand}${words.join('')}${locale ? ` (${locale})` : ''}`);
    const place = { guild, user: userId(name), channel: general };
    return see(
      await at.answer(at.bot.sandbox.slash({ ...place, name: 'bytes', subcommand, options, locale })),
    );
  }
  async function press(name: string, on: Shown, label: string) {
    told.did(name, `presses [${label}]`);
    return see(await at.press(name, on, label));
  }
  function pick(name: string, target: string): InteractionHandle {
    told.did(name, `picks "${sendBytes.name}" in the menu of ${target}`);
    const place = { guild, user: userId(name), channel: general };
    return at.bot.sandbox.menu({ ...place, name: sendBytes.name, target: userId(target) });
  }
  async function openForm(name: string, target: string): Promise<InteractionHandle> {
    const picked = pick(name, target);
    await at.bot.handle(picked);
    const answer = await picked.response();
    if (answer.type === 9) told.note(`a form opens: ${answer.data.title}`);
    return picked;
  }
  async function fillIn(name: string, form: InteractionHandle, fields: Record<string, string>) {
    told.did(
      name,
      `sends the form with ${Object.entries(fields)
        .map(([key, value]) => `${key} "${value}"`)
        .join(', ')}`,
    );
    return see(await at.answer(at.bot.sandbox.submit({ modal: form, fields })));
  }
  function see(shown: Shown): Shown {
    told.saw(shown);
    return shown;
  }
  /** A message of a member on a day from now, and what it earns. */
  async function write(name: string, day: number) {
    told.did(name, `writes a message on day ${day + 1}`);
    const { sandbox, context } = at.bot;
    const { id } = sandbox.message({ guild, channel: general, author: userId(name), content: 'hi' });
    const author = { id: userId(name), username: name, globalName: null, avatar: null };
    const rest = { roles: [], joinedAt: null, content: 'hi', attachments: [], flags: 0 };
    const mentions = { users: 0, roles: 0, everyone: false };
    const d = { id, guild, channel: general, author, mentions, ...rest };
    await awardDaily(context, { events: [{ t: 'MESSAGE_CREATE', id, at: context.clock(), d }], attempt: 0 });
    await discord();
  }
  /** What the bot does in the channel of its own accord. */
  async function discord(): Promise<void> {
    const { requests } = at.bot.sandbox;
    const seen = requests.length;
    await at.doEffects();
    for (const { method, route, body, status } of requests.slice(seen)) {
      const { content, allowed_mentions: allowed } = Object(body);
      if (route.endsWith('/reactions/:emoji/@me')) told.note(`the bot reacts to the message`);
      if (route === '/channels/:channel/messages' && method === 'POST') {
        const pinged: string[] = allowed.users ?? [];
        told.note(
          `in #general${pinged.length > 0 ? `, pinging ${pinged.map(nameOf).join(' and ')}` : ''}: ${content}`,
        );
      }
      if (route === '/guilds/:guild/members/:member/roles/:role')
        told.note(status === 204 ? 'Discord confirms the role' : `Discord refuses the role (${status})`);
    }
  }
  async function settings(
    words: string,
    values: Parameters<typeof configure<typeof bytesSettings.schema>>[3],
  ) {
    told.title(words);
    await configure({ db: database.db, redis: redis.redis }, bytesSettings, guild, values);
    at.bot.context.settings.bytes.forget(guild);
  }

  it('reads as it is written down', async () => {
    told.title('The first day');
    await use('ada', 'read');
    await use('ada', 'heap');
    await use('ada', 'history');
    await use('ada', 'awards');
    await write('ada', 0);
    await use('ada', 'read');
    await use('grace', 'read', { user: userId('ada') });
    await use('grace', 'read', { user: userId('otherbot') });

    told.title('Sending');
    await use('ada', 'send', {
      user: userId('grace'),
      amount: 20,
      reason: 'for **your** help, <@1> @everyone\u200B',
    });
    await discord();
    await use('ada', 'send', { user: userId('grace'), amount: 1 });
    await use('grace', 'send', { user: userId('grace'), amount: 1 });
    await use('grace', 'send', { user: userId('otherbot'), amount: 1 });
    await use('grace', 'send', { user: userId('ada'), amount: 51 });
    await use('grace', 'send', { user: userId('ada'), amount: 50 });

    told.title('The menu');
    await openForm('grace', 'otherbot')
      .then((form) => at.answer(form))
      .then(see);
    await openForm('grace', 'grace')
      .then((form) => at.answer(form))
      .then(see);
    for (const amount of ['0', '-3', '1.5', '9007199254740992', '1,000', 'many'])
      await fillIn('grace', await openForm('grace', 'ada'), { amount });
    const form = await openForm('grace', 'ada');
    await fillIn('grace', form, { amount: '5', reason: 'back\nto you' });
    await discord();

    await settings('Earned roles, and no time between transfers', { transferCooldownMinutes: 0 });
    const reward = { role: roleId(guild, 'Veteran'), threshold: 30 };
    await setReward({ db: database.db, redis: redis.redis }, guild, reward);
    const high = { role: roleId(guild, 'Staff'), threshold: 40 };
    await setReward({ db: database.db, redis: redis.redis }, guild, high);
    at.bot.context.settings.bytes.forget(guild);
    await use('grace', 'awards', { user: userId('ada') });
    await use('ada', 'send', { user: userId('grace'), amount: 15 });
    await discord();
    await use('grace', 'awards');
    await at.pay('grace', 10);
    await use('grace', 'awards');
    await discord();
    await use('grace', 'awards', {}, 'de');
    await use('grace', 'read');

    told.title('Looking back');
    await at.pay('linus', 3_000);
    for (let n = 0; n < 12; n++) await at.pay('ada', 1 + n);
    await use('ada', 'heap', { limit: 2 });
    const newest = await use('ada', 'history');
    const older = await press('ada', newest, 'Next');
    await press('ada', older, 'Previous');
    await use('grace', 'history', {}, 'de');

    await settings('A public leaderboard', { publicLeaderboard: true });
    await use('margaret', 'heap');

    told.title('In German');
    await use('linus', 'read', {}, 'de');
    await use('linus', 'send', { user: userId('margaret'), amount: 60 }, 'de');
    await use('linus', 'send', { user: userId('margaret'), amount: 5, reason: 'danke' }, 'de');
    await discord();
    await use('linus', 'send', { user: userId('otherbot'), amount: 5 }, 'de');
    await use('linus', 'heap', { limit: 2 }, 'de');
    await use('margaret', 'awards', {}, 'de');
    await use('margaret', 'history', {}, 'de');

    told.title('Too late');
    const late = await openForm('linus', 'ada');
    at.bot.pass(16 * MINUTE);
    await fillIn('linus', late, { amount: '5' });

    await settings('Switched off', { enabled: false });
    for (const subcommand of ['read', 'heap', 'history', 'awards']) await use('ada', subcommand);
    await use('ada', 'send', { user: userId('grace'), amount: 1 });
    await openForm('ada', 'grace')
      .then((refused) => at.answer(refused))
      .then(see);

    expect(await findDifferences({ db: database.db })).to.eql([]);
    expect(at.bot.sandbox.violations).to.eql([]);
    await told.compare(new URL('./session.txt', import.meta.url));
  });

  itReadsLittle(database, { but: /AS differences/ }); // the check of the whole ledger
});
