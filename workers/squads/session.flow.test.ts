import { expect } from 'chai';
import { roleId, userId } from '../../scripts/sandbox/index.ts';
import { findDifferences } from '../../shared/bytes/queries.ts';
import { MINUTE } from '../../shared/core/clock.ts';
import { deleteSquad } from '../../shared/squads/store.ts';
import { useDatabase } from '../../shared/testing/database.ts';
import { itReadsLittle } from '../../shared/testing/reads-little.ts';
import { useRedis } from '../../shared/testing/redis.ts';
import { sweepOnce } from '../maintenance/sweep.ts';
import { guild, type Shown, type SquadGuild, startGuild } from './guild.fixture.ts';
import { startTranscript, type Transcript } from './transcript.fixture.ts';

const crowd = Array.from({ length: 45 }, (_, n) => n + 1);
const teams = Array.from({ length: 27 }, (_, n) => n + 1);
const two = (n: number) => String(n).padStart(2, '0');
const people = ['ada', 'grace', 'linus', 'margaret', 'otherbot'];

describe('a session with squads', () => {
  const database = useDatabase();
  const redis = useRedis();
  let at: SquadGuild;
  let told: Transcript;

  before(async () => {
    await database.db('guilds').insert({ id: guild, name: 'Workshop' });
    at = await startGuild(database, redis);
    told = startTranscript(() => {
      const roles = [...(at.bot.sandbox.world.guilds.get(guild)?.roles.values() ?? [])];
      return new Map([
        ...people.map((name): [string, string] => [userId(name), name]),
        ...roles.map(({ id, name }): [string, string] => [id, name]),
        ...crowd.map((n): [string, string] => [String(n), `member${n}`]),
        ...teams.map((n): [string, string] => [String(2_000 + n), `Team ${two(n)}`]),
      ]);
    });
  });
  after(() => at.close());

  async function use(name: string, subcommand: string, options: Record<string, string> = {}) {
    const words = Object.entries(options).map(
      ([key, value]) => ` ${key}:${people.find((one) => userId(one) === value) ?? value}`,
    );
    told.did(name, `uses /squads ${subcommand}${words.join('')}`);
    return see(await at.use(name, subcommand, options));
  }
  async function press(name: string, on: Shown, label: string) {
    told.did(name, `presses [${label}]`);
    return see(await at.press(name, on, label));
  }
  async function choose(name: string, on: Shown, squad: string) {
    told.did(name, `chooses ${squad}`);
    return see(await at.choose(name, on, squad));
  }
  function see(shown: Shown): Shown {
    told.saw(shown);
    return shown;
  }
  async function discord(...names: string[]): Promise<void> {
    await at.doEffects();
    for (const name of names)
      told.note(`${name} has the roles ${at.rolesOf(name).join(', ') || '(none)'} in Discord`);
  }

  it('reads as it is written down', async () => {
    told.title('No squads yet');
    await use('ada', 'list');
    await use('ada', 'join');
    await use('ada', 'info');

    told.title('Bytes first');
    await at.squad('Red', { description: 'For *early* birds', welcome: 'Welcome to {squad}, {user}!' });
    await at.squad('Blue', { capacity: 1 });
    await at.squad('Closed', { active: false });
    await use('ada', 'list');
    await use('ada', 'join');
    await at.pay('ada', 1_300);
    await at.pay('grace', 120);

    told.title('The first one is free');
    const picker = await use('ada', 'join');
    await press('ada', picker, 'Red');
    await discord('ada');
    await use('ada', 'info');
    await use('grace', 'info', { user: userId('ada') });
    await use('ada', 'info', { user: userId('otherbot') });

    told.title('A switch costs');
    const thought = await press('ada', await use('ada', 'join'), 'Blue');
    await press('ada', thought, 'Cancel');
    const meant = await press('ada', await use('ada', 'join'), 'Blue');
    const twice = at.pressed('ada', meant, 'Confirm');
    await press('ada', meant, 'Confirm');
    told.did('ada', 'had pressed [Confirm] twice');
    see(await at.answer(twice));
    await discord('ada');
    await use('ada', 'list');
    const none = await use('grace', 'join');
    await press('grace', none, 'Red');

    told.title('Leaving is free');
    const slow = await use('ada', 'leave');
    at.bot.pass(2 * MINUTE);
    told.note('two minutes pass');
    await press('ada', slow, 'Confirm');
    await press('ada', await use('ada', 'leave'), 'Confirm');
    await discord('ada');
    await use('ada', 'leave');

    told.title('Who is in one');
    for (const typed of ['r', 'x']) {
      told.did('linus', `types "${typed}" into squad_name of /squads members`);
      const options = { squad_name: typed };
      const asked = at.bot.sandbox.autocomplete({
        ...{ guild, user: userId('linus'), name: 'squads', subcommand: 'members', options },
        focused: 'squad_name',
      });
      await at.bot.handle(asked);
      told.wasOffered((await asked.choices()).map(({ name, value }) => ({ name, value: String(value) })));
    }
    await fill('Red', crowd.length);
    const first = await use('linus', 'members', { squad_name: 'RED' });
    const second = await press('linus', first, 'Next');
    await press('linus', await press('linus', second, 'Next'), 'Previous');
    told.did('grace', 'presses [Next] on that list');
    const foreign = at.pressed('grace', first, 'Next');
    await at.bot.handle(foreign);
    see({ message: foreign.followUps[0] ?? (await foreign.message()), hidden: true });
    await use('linus', 'members', { squad_name: 'Closed' });
    await use('linus', 'members', { squad_name: 'Nowhere' });

    told.title('More than five, more than 25');
    for (const n of teams) await at.squad(`Team ${two(n)}`, { role: String(2_000 + n) });
    await press('ada', await use('ada', 'list'), 'Next');
    const page = await press('ada', await use('ada', 'join'), 'Next');
    const team = await choose('ada', page, 'Team 27');
    const row = await database.db('squads').where({ name: 'Team 27' }).first('id');
    await deleteSquad(database, guild, { id: row.id });
    told.note('meanwhile, Team 27 is deleted');
    await press('ada', team, 'Confirm');

    told.title('What Discord refuses');
    await at.squad('High', { role: roleId(guild, 'Staff') });
    await press('ada', await choose('ada', await use('ada', 'join'), 'High'), 'Confirm');
    await discord('ada');
    await use('ada', 'info');

    told.title('A squad is deleted');
    const red = await database.db('squads').where({ name: 'Red' }).first('id');
    await discord('grace');
    await deleteSquad(database, guild, { id: red.id });
    told.note('Red is deleted, and the sweep comes');
    await sweepOnce(at.bot.context);
    await discord('grace');
    await use('grace', 'info');

    await told.compare(new URL('session.txt', import.meta.url));
    expect(at.bot.sandbox.violations).to.eql([]);
    expect(await findDifferences(database)).to.eql([]);
  }).timeout(30_000);

  /** Members who came before anybody's time, so that they stand first, in order. */
  async function fill(squad: string, count: number): Promise<void> {
    const { id } = await database.db('squads').where({ name: squad }).first('id');
    const many = `generate_series(1, ${count}) n`;
    await database.db.raw(`INSERT INTO discord_users (id, username) SELECT n, 'member' || n FROM ${many}`);
    await database.db.raw(
      `INSERT INTO guild_members (guild_id, user_id, active) SELECT ${guild}, n, false FROM ${many}`,
    );
    await database.db.raw(
      `INSERT INTO squad_members (guild_id, user_id, squad_id, joined_at)
       SELECT ${guild}, n, ${id}, timestamptz '2026-01-01' + n * interval '1 hour' FROM ${many}`,
    );
  }

  itReadsLittle(database, { but: /AS differences/ }); // the check of the whole ledger
});
