import { expect } from 'chai';
import { ApplicationCommandPermissionType, PermissionFlagsBits as P } from 'discord-api-types/v10';
import { userId } from '../../scripts/sandbox/index.ts';
import { DAY } from '../../shared/core/clock.ts';
import { createTemplate } from '../../shared/moderation/templates.ts';
import { useDatabase } from '../../shared/testing/database.ts';
import { itReadsLittle } from '../../shared/testing/reads-little.ts';
import { useRedis } from '../../shared/testing/redis.ts';
import type { Shown } from '../squads/guild.fixture.ts';
import { startTranscript, type Transcript } from '../squads/transcript.fixture.ts';
import { guild, type Moderated, moderateGuild } from './moderated.fixture.ts';

const people = ['ada', 'grace', 'linus', 'margaret', 'otherbot', 'ken', 'eve', 'mallory', 'stranger'];

type Options = Record<string, string | number | boolean>;

describe('a session of moderation', () => {
  const database = useDatabase();
  const redis = useRedis();
  let at: Moderated;
  let told: Transcript;
  const ids = new Map<string, string>();

  before(async () => {
    at = await moderateGuild(database, redis);
    for (const name of ['ken', 'eve', 'mallory']) ids.set(name, at.bot.sandbox.join(guild, { name }).user.id);
    const { id: stranger } = at.bot.sandbox.join(guild, { name: 'stranger' }).user;
    at.bot.sandbox.leave(guild, stranger);
    ids.set('stranger', stranger);
    told = startTranscript(() => {
      const world = at.bot.sandbox.world.guilds.get(guild);
      const things = [...(world?.roles.values() ?? []), ...(world?.channels.values() ?? [])];
      return new Map([
        ...people.map((name): [string, string] => [idOf(name), name]),
        ...things.map(({ id, name }): [string, string] => [id, name]),
        [at.bot.sandbox.botId, 'bot'],
      ]);
    });
  });
  after(() => at.close());

  const idOf = (name: string) => ids.get(name) ?? userId(name);
  const see = (shown: Shown): Shown => {
    told.saw(shown);
    return shown;
  };

  async function use(name: string, command: string, options: Options = {}): Promise<Shown> {
    const words = Object.entries(options).map(([key, value]) => ` ${key}:${value}`);
    told.did(name, `uses /${command}${words.join('')}`);
    const given = Object.entries(options).map(([key, value]) => [key, idsIn(key, value)]);
    const asked = at.slash(name, command, Object.fromEntries(given));
    const shown = await at.answer(asked);
    expect(withoutLink((await asked.message()).content), 'handled once more').to.equal(
      withoutLink(shown.message.content),
    );
    return see(shown);
  }
  function idsIn(key: string, value: string | number | boolean) {
    if (key === 'user') return idOf(String(value));
    if (key !== 'users') return value;
    return String(value)
      .split(' ')
      .map((each) => (people.includes(each) ? `<@${idOf(each)}>` : each))
      .join(' ');
  }
  async function press(name: string, on: Shown, label: string): Promise<Shown> {
    told.did(name, `presses [${label}]`);
    return see(await at.answer(at.pressed(name, on, label)));
  }
  async function pick(name: string, entry: string, on: string, target: string) {
    told.did(name, `picks "${entry}" on ${on}`);
    return at.menu(name, entry, target);
  }
  async function fill(name: string, entry: string, on: string, message: string, reason: string) {
    const opener = await pick(name, entry, on, message);
    await at.bot.handle(opener);
    const response = await opener.response();
    told.note(
      `a form: ${'data' in response && response.data && 'title' in response.data ? response.data.title : '?'}`,
    );
    told.did(name, `sends "${reason}"`);
    return see(await at.answer(at.bot.sandbox.submit({ modal: opener, fields: { reason } })));
  }
  async function type(command: string, option: string, text: string): Promise<void> {
    told.did('grace', `types "${text}" into ${option} of /${command}`);
    const order = { guild, user: userId('grace'), name: command, options: { [option]: text } };
    const asked = at.bot.sandbox.autocomplete({ ...order, focused: option });
    await at.bot.handle(asked);
    told.wasOffered((await asked.choices()).map(({ name, value }) => ({ name, value: String(value) })));
  }
  function open(command: string): void {
    const permissions = [{ id: guild, type: ApplicationCommandPermissionType.Role, permission: true }];
    at.bot.sandbox.commandPermissions({ guild, by: userId('ada'), command, permissions });
  }
  const post = (author: string, content: string, when?: number) =>
    at.bot.sandbox.message({ guild, author: idOf(author), content, ...(when && { at: when }) }).id;

  it('reads as it is written down, also where everything is handled twice', async () => {
    const { sandbox, context } = at.bot;
    const staff = { actor: { kind: 'system', name: 'test' } } as const;
    await createTemplate(
      { db: database.db },
      guild,
      { name: 'Spam', text: 'Advertising is not welcome here.' },
      staff,
    );
    await createTemplate(
      { db: database.db },
      guild,
      { name: 'Rules', text: 'Please read the rules. '.repeat(8) },
      staff,
    );

    told.title('Warnings');
    await type('warn', 'reason', 'sp');
    await type('warn', 'reason', '');
    await use('grace', 'warn', { user: 'linus', reason: 'spam' });
    await use('grace', 'warn', { user: 'linus', reason: 'Once *more*', show: true });
    await use('grace', 'warn', { user: 'otherbot', reason: 'x' });
    await use('grace', 'warn', { user: 'grace', reason: 'x' });
    await use('grace', 'warn', { user: 'ada', reason: 'x' });
    await use('grace', 'warn', { user: 'margaret', reason: 'x' });
    await use('grace', 'warn', { user: 'stranger', reason: 'x' });
    const ladder = { warnings: 3, action: 'timeout', minutes: 60 };
    await database
      .db('moderation_configs')
      .insert({ guild_id: guild, values: JSON.stringify({ ladder: [ladder] }) });
    context.settings.moderation.forget(guild);
    told.note('three warnings now lead to a timeout of an hour');
    const bad = post('linus', 'buy my *things*');
    await fill('grace', 'Warn author', "linus' message", bad, 'rules');

    told.title('Timeouts');
    await type('timeout', 'duration', '');
    await type('timeout', 'duration', '90');
    await use('grace', 'timeout', { user: 'ken', duration: '2h', reason: 'Too loud' });
    await use('grace', 'timeout', { user: 'ken', duration: '1d' });
    await use('grace', 'timeout', { user: 'ken', duration: 'soon' });
    await use('grace', 'timeout', { user: 'ken', duration: '0m' });
    await use('grace', 'timeout', { user: 'ken', duration: '5w' });
    await use('ada', 'timeout', { user: 'margaret', duration: '1h' });
    await use('grace', 'untimeout', { user: 'ken', reason: 'Calm again' });

    told.title('Kicks and bans');
    await use('grace', 'kick', { user: 'eve', reason: 'spam' });
    await use('grace', 'kick', { user: 'eve' });
    await use('grace', 'ban', { user: 'mallory', duration: '7d', reason: 'Raids', delete_messages: 86_400 });
    await use('grace', 'ban', { user: 'mallory', show: true });
    await use('grace', 'unban', { user: 'mallory', reason: 'Appealed' });
    await use('grace', 'unban', { user: 'mallory' });

    told.title('Many at once');
    await use('grace', 'massban', { users: 'eve nonsense' });
    await use('grace', 'massban', { users: 'ada grace' });
    const doubt = await use('grace', 'massban', { users: 'eve mallory ada', reason: 'spam' });
    await press('grace', doubt, 'Cancel');
    const sure = await use('grace', 'massban', {
      users: 'eve mallory stranger 99',
      reason: 'spam',
      delete_messages: 3_600,
    });
    await press('grace', sure, 'Confirm');

    told.title('Notes');
    await use('grace', 'note', { user: 'stranger', text: 'Came back as somebody else?' });

    told.title('Channels');
    for (const n of [1, 2, 3]) post('margaret', `message ${n}`);
    const old = Date.now() - 20 * DAY;
    sandbox.message({ guild, author: idOf('ken'), content: 'long ago', at: old });
    await use('grace', 'purge', { count: 2, user: 'margaret', reason: 'spam' });
    await use('grace', 'purge', { count: 100, user: 'ken' });
    await type('slowmode', 'duration', '');
    await use('grace', 'slowmode', { duration: '10s' });
    await use('grace', 'slowmode', { duration: '7h' });
    await use('grace', 'slowmode', { duration: 'off', show: true });
    await use('grace', 'lock', { reason: 'A raid', show: true });
    await use('grace', 'unlock');

    told.title('Cases');
    const [{ number: noted }] = await database
      .db('moderation_cases')
      .where({ kind: 'note' })
      .select('number');
    const [{ number: banned }] = await database
      .db('moderation_cases')
      .where({ kind: 'ban', user_id: '99' })
      .select('number');
    await use('grace', 'case view', { number: 3 });
    await use('grace', 'case view', { number: 999 });
    await use('grace', 'case edit', { number: 1, reason: 'Advertising, twice' });
    await use('grace', 'case edit', { number: 999, reason: 'x' });
    await use('grace', 'case resolve', { number: 3, undo: true, note: 'Was somebody else' });
    await use('grace', 'case resolve', { number: 3 });
    await use('grace', 'case resolve', { number: 999 });
    await use('grace', 'case view', { number: 3 });
    await use('grace', 'history', { user: 'linus' });
    await use('grace', 'history', { user: 'ada', show: true });
    told.did('grace', 'picks "History" on ken');
    see(await at.answer(at.menu('grace', 'History', idOf('ken'))));

    told.note('the notes of a case and what moderators wrote of a member are not for all to see');
    await use('grace', 'case view', { number: 1, show: true });
    await use('grace', 'case view', { number: noted, show: true });
    await use('grace', 'history', { user: 'stranger', show: true });
    const helpers = sandbox.addRole(guild, { name: 'Helpers', permissions: P.ModerateMembers });
    sandbox.updateMember(guild, idOf('linus'), { roles: [helpers.id] });
    told.note('linus becomes a helper, who may time out but not ban');
    await use('linus', 'case edit', { number: 1, reason: 'Nothing happened' });
    await use('linus', 'case resolve', { number: 1 });
    await use('linus', 'case resolve', { number: banned, undo: true });
    sandbox.updateMember(guild, idOf('linus'), { roles: [] });

    told.title('For members');
    await use('linus', 'mycases');
    await use('ada', 'mycases');
    const rude = post('margaret', 'something rude');
    await fill('ken', 'Report message', "margaret's message", rude, 'It is rude');
    await fill('ken', 'Report message', "margaret's message", rude, 'It is rude');
    told.did('margaret', 'picks "Report message" on it');
    see(await at.answer(at.menu('margaret', 'Report message', rude)));

    told.title('Commands that were opened to everybody');
    for (const command of ['case', 'kick', 'lock', 'massban']) open(command);
    await use('ken', 'case view', { number: 1 });
    await use('ken', 'kick', { user: 'linus' });
    await use('ken', 'lock');
    await use('ken', 'massban', { users: 'linus' });

    told.title('What Discord refuses');
    const world = sandbox.world.guilds.get(guild);
    const [botRole = ''] = world?.members.get(sandbox.botId)?.roles ?? [];
    sandbox.changeRole(guild, botRole, { permissions: '0' });
    told.note('the bot loses its permissions, and has not heard of it yet');
    await use('grace', 'ban', { user: 'linus' });
    await use('grace', 'case view', { number: 18 });
    await use('grace', 'lock');
    await database.db('guild_roles').where({ id: botRole }).update({ permissions: '0' });
    told.note('it hears of it');
    await use('grace', 'ban', { user: 'linus' });

    told.title('Auf Deutsch');
    told.did('grace', 'uses /timeout user:ken duration:bald, in German');
    const options = { user: idOf('ken'), duration: 'bald' };
    see(
      await at.answer(
        sandbox.slash({ guild, user: userId('grace'), name: 'timeout', options, locale: 'de' }),
      ),
    );

    expect(sandbox.violations).to.eql([]);
    const cases = await database.db('moderation_cases').orderBy('number').select('number', 'effect');
    expect(cases.map(({ number }) => number)).to.eql(cases.map((_, index) => index + 1));
    expect(cases.filter(({ effect }) => effect === 'wanted')).to.eql([]);
    await told.compare(new URL('session.txt', import.meta.url));
  }).timeout(60_000);

  itReadsLittle(database, { but: /^select "number", "effect"/ }); // what the test compares at its end
});

/** A signed link says when it was made, so the second one may differ. */
function withoutLink(text: string): string {
  return text.replace(/\/mycases\/[\w.-]+/, '/mycases/…');
}
