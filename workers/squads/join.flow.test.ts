import { expect } from 'chai';
import { userId } from '../../scripts/sandbox/index.ts';
import { findDifferences } from '../../shared/bytes/queries.ts';
import { MINUTE, SECOND } from '../../shared/core/clock.ts';
import { configure } from '../../shared/settings/configure.fixture.ts';
import { bytesSettings } from '../../shared/settings/registry.ts';
import { deleteSquad, squadOf, updateSquad } from '../../shared/squads/store.ts';
import { useDatabase } from '../../shared/testing/database.ts';
import { useRedis } from '../../shared/testing/redis.ts';
import { buttonsOf, guild, type Shown, type SquadGuild, selectOf, startGuild } from './guild.fixture.ts';

const labels = ({ message }: Shown) => buttonsOf(message).map(({ label }) => label);
const says = ({ message }: Shown) => message.content;

describe('/squads join and leave', () => {
  const database = useDatabase();
  const redis = useRedis();
  let at: SquadGuild;

  beforeEach(async () => {
    await redis.redis.flushdb();
    const tables = 'former_squad_roles, squad_members, squads, bytes, guild_members, guilds, operations';
    await database.db.raw(`TRUNCATE ${tables}, failed_effects CASCADE`);
    await database.db('guilds').insert({ id: guild, name: 'Workshop' });
    at = await startGuild(database, redis);
    await at.pay('ada', 500);
  });
  afterEach(async () => {
    expect(at.bot.sandbox.violations).to.eql([]);
    expect(await findDifferences(database)).to.eql([]);
    await at.close();
  });

  const account = async (name = 'ada') => {
    const row = { guild_id: guild, user_id: userId(name) };
    const { balance } = await database.db('guild_members').where(row).first('balance');
    return { balance, squad: (await squadOf(database, guild, userId(name)))?.name };
  };
  const fees = () => database.db('bytes').where({ kind: 'squad-fee' });
  /** Ada is in Red, and was asked whether she wants to pay for Blue. */
  async function askToSwitch(): Promise<Shown> {
    await at.squad('Red');
    await at.squad('Blue');
    await at.press('ada', await at.use('ada', 'join'), 'Red');
    return at.press('ada', await at.use('ada', 'join'), 'Blue');
  }

  describe('with any number of squads', () => {
    const make = async (count: number) => {
      for (let n = 1; n <= count; n++)
        await at.squad(`Squad ${String(n).padStart(2, '0')}`, { role: String(1_000 + n) });
    };

    it('says so when there is none', async () => {
      const shown = await at.use('ada', 'join');
      expect(shown.hidden).to.equal(true);
      expect(says(shown)).to.equal('There are no squads on this server yet.');
    });

    for (const count of [1, 5])
      it(`offers ${count} as buttons`, async () => {
        await make(count);
        const shown = await at.use('ada', 'join');
        expect(labels(shown)).to.have.length(count).and.include('Squad 01');
        expect(selectOf(shown.message)).to.equal(undefined);
        expect(says(await at.press('ada', shown, 'Squad 01'))).to.match(/^You are in \*\*Squad 01\*\* now\./);
      });

    for (const count of [6, 25])
      it(`offers ${count} in one select`, async () => {
        await make(count);
        const shown = await at.use('ada', 'join');
        expect(selectOf(shown.message)?.options).to.have.length(count);
        expect(labels(shown)).to.eql([]);
        const last = `Squad ${String(count).padStart(2, '0')}`;
        expect(says(await at.choose('ada', shown, last))).to.include(`**${last}** now`);
      });

    for (const count of [26, 60])
      it(`offers ${count} in a select with pages`, async () => {
        await make(count);
        let shown = await at.use('ada', 'join');
        const offered = [];
        for (let page = 1; ; page++) {
          offered.push(...(selectOf(shown.message)?.options ?? []).map(({ label }) => label));
          if (offered.length === count) break;
          shown = await at.press('ada', shown, 'Next');
          expect(selectOf(shown.message)?.placeholder).to.include(`page ${page + 1} of`);
        }
        expect(new Set(offered).size).to.equal(count);
        expect(buttonsOf(shown.message).map(({ disabled }) => disabled)).to.eql([false, true]);
        shown = await at.press('ada', shown, 'Previous');
        const [first] = selectOf(shown.message)?.options ?? [];
        expect(says(await at.choose('ada', shown, first?.label ?? ''))).to.include('now.');
      });
  });

  describe('what it costs', () => {
    it('is nothing the first time, and never without being asked', async () => {
      const prompt = await askToSwitch();
      expect(await account()).to.eql({ balance: '500', squad: 'Red' });
      expect(prompt.hidden).to.equal(true);
      expect(says(prompt)).to.equal(
        'Leave **Red** and join **Blue**? It costs 50 bytes. You have 500 bytes and keep 450 bytes.',
      );
      const done = await at.press('ada', prompt, 'Confirm');
      expect(says(done)).to.match(/^You left \*\*Red\*\* and are in \*\*Blue\*\* now\. It cost 50 bytes/);
      expect(labels(done)).to.eql([]);
      expect(await account()).to.eql({ balance: '450', squad: 'Blue' });
    });

    it('is told when it is more than one has, and how much is missing', async () => {
      await configure({ db: database.db, redis: redis.redis }, bytesSettings, guild, { switchCost: 800 });
      at.bot.context.settings.bytes.forget(guild);
      const answer = await askToSwitch();
      expect(says(answer)).to.match(/^Joining costs 800 bytes: you are missing 300 bytes\./);
      expect(labels(answer)).to.eql([]);
      await configure({ db: database.db, redis: redis.redis }, bytesSettings, guild, {});
    });

    it('is not more than what was confirmed', async () => {
      const prompt = await askToSwitch();
      await configure({ db: database.db, redis: redis.redis }, bytesSettings, guild, { switchCost: 60 });
      at.bot.context.settings.bytes.forget(guild);
      expect(says(await at.press('ada', prompt, 'Confirm'))).to.match(/^Joining costs 60 bytes by now\./);
      expect(await account()).to.eql({ balance: '500', squad: 'Red' });
      await configure({ db: database.db, redis: redis.redis }, bytesSettings, guild, {});
    });

    it('needs the least balance, and says how much is missing', async () => {
      await at.squad('Red');
      await at.pay('grace', 40);
      for (const command of ['join', 'leave']) {
        const shown = await at.use('grace', command);
        expect(shown.hidden).to.equal(true);
        expect(says(shown)).to.match(/^For that you need 100 bytes: you are missing 60 bytes\./);
      }
    });
  });

  describe('a prompt', () => {
    it('charges once for two confirms at once', async () => {
      const prompt = await askToSwitch();
      const both = [at.pressed('ada', prompt, 'Confirm'), at.pressed('ada', prompt, 'Confirm')];
      const answers = await Promise.all(both.map((each) => at.answer(each)));
      for (const answer of answers) expect(says(answer)).to.include('are in **Blue** now');
      expect(await fees()).to.have.length(1);
      expect(await account()).to.eql({ balance: '450', squad: 'Blue' });
    });

    it('is decided by the first of Confirm and Cancel, and both say the same', async () => {
      const prompt = await askToSwitch();
      const both = [at.pressed('ada', prompt, 'Cancel'), at.pressed('ada', prompt, 'Confirm')];
      const answers = new Set((await Promise.all(both.map((each) => at.answer(each)))).map(says));
      expect(answers.size).to.equal(1);
      const { squad } = await account();
      expect([...answers][0]).to.match(squad === 'Blue' ? /in \*\*Blue\*\* now/ : /^Cancelled/);
    });

    it('is gone once it is cancelled', async () => {
      const prompt = await askToSwitch();
      const late = at.pressed('ada', prompt, 'Confirm');
      expect(says(await at.press('ada', prompt, 'Cancel'))).to.equal('Cancelled. Nothing was changed.');
      expect(says(await at.answer(late))).to.equal('Cancelled. Nothing was changed.');
      expect(await account()).to.eql({ balance: '500', squad: 'Red' });
    });

    it('works after the bot was restarted, once', async () => {
      const prompt = await askToSwitch();
      const press = at.pressed('ada', prompt, 'Confirm');
      const again = at.pressed('ada', prompt, 'Confirm');
      await at.bot.handle(press, { attempt: 1 });
      await at.bot.handle(again, { attempt: 1 });
      expect((await press.message()).content).to.include('are in **Blue** now');
      expect(await account()).to.eql({ balance: '450', squad: 'Blue' });
    });

    it('expires after a minute, and says so', async () => {
      await at.squad('Red');
      const picker = await at.use('ada', 'join');
      at.bot.pass(MINUTE + SECOND);
      const answer = await at.press('ada', picker, 'Red');
      expect(says(answer)).to.match(/^That question has expired, and nothing was changed\./);
      expect(labels(answer)).to.eql([]);
      await at.press('ada', await at.use('ada', 'join'), 'Red');
      await at.squad('Blue');
      const prompt = await at.press('ada', await at.use('ada', 'join'), 'Blue');
      at.bot.pass(MINUTE + SECOND);
      expect(says(await at.press('ada', prompt, 'Confirm'))).to.match(/^That question has expired/);
      expect(await account()).to.eql({ balance: '500', squad: 'Red' });
    });

    it('is expired where Redis was emptied', async () => {
      const prompt = await askToSwitch();
      await redis.redis.flushdb();
      expect(says(await at.press('ada', prompt, 'Confirm'))).to.match(/^That question has expired/);
      expect(await account()).to.eql({ balance: '500', squad: 'Red' });
    });

    it('is not for anybody else', async () => {
      const prompt = await askToSwitch();
      await at.pay('grace', 500);
      const press = at.pressed('ada', prompt, 'Confirm');
      const [key = ''] = await redis.redis.keys('{prompt}:squads.join:*');
      const kept = JSON.parse((await redis.redis.get(key)) ?? '{}');
      await redis.redis.set(key, JSON.stringify({ ...kept, owner: userId('grace') }));
      const answer = await at.answer(press);
      expect(says({ ...answer, message: press.followUps[0] ?? answer.message })).to.include(
        `This is for <@${userId('grace')}> alone`,
      );
      expect(await account()).to.eql({ balance: '500', squad: 'Red' });
      expect(await account('grace')).to.eql({ balance: '500', squad: undefined });
    });

    it('finds the squad deleted, closed, or full meanwhile', async () => {
      const prompt = await askToSwitch();
      const { id, version } = await at.squad('Green');
      const toGreen = await at.press('ada', await at.use('ada', 'join'), 'Green');
      await updateSquad(database, guild, { id, version, changes: { active: false } });
      expect(says(await at.press('ada', toGreen, 'Confirm'))).to.match(/^This squad takes no new members/);
      const blue = await database.db('squads').where({ name: 'Blue' }).first('id');
      await deleteSquad(database, guild, { id: blue.id });
      expect(says(await at.press('ada', prompt, 'Confirm'))).to.match(/^This squad does not exist any more/);
      expect(await account()).to.eql({ balance: '500', squad: 'Red' });
    });
  });

  it('lets no more in than there is room for, however many press at once', async () => {
    await at.squad('Small', { capacity: 2 });
    const names = ['ada', 'grace', 'linus', 'margaret'];
    const pickers = [];
    for (const name of names) {
      if (name !== 'ada') await at.pay(name, 200);
      pickers.push({ name, shown: await at.use(name, 'join') });
    }
    const answers = await Promise.all(pickers.map(({ name, shown }) => at.press(name, shown, 'Small')));
    expect(answers.filter((answer) => says(answer)?.startsWith('You are in'))).to.have.length(2);
    expect(answers.filter((answer) => says(answer)?.startsWith('This squad is full'))).to.have.length(2);
    const nobody = await at.use(
      names[answers.findIndex((answer) => says(answer)?.startsWith('This'))] ?? '',
      'join',
    );
    expect(says(nobody)).to.match(/^There is no squad that you could join now/);
  });

  it('may be handled twice at every step', async () => {
    await at.squad('Red', { welcome: 'Hello {user}, this is {squad}. {nobody}' });
    const twice = async (asked: Parameters<typeof at.answer>[0]) => {
      await at.bot.handle(asked);
      await at.bot.handle(asked, { attempt: 1 });
      return { message: await asked.message(), hidden: asked.ephemeral };
    };
    const use = (subcommand: string) =>
      twice(at.bot.sandbox.slash({ guild, user: userId('ada'), name: 'squads', subcommand }));
    const joined = await twice(at.pressed('ada', await use('join'), 'Red'));
    expect(says(joined)).to.equal(
      `You are in **Red** now. Its role follows in a moment.\n\nHello <@${userId('ada')}>, this is Red. {nobody}`,
    );
    const left = await twice(at.pressed('ada', await use('leave'), 'Confirm'));
    expect(says(left)).to.match(/^You left \*\*Red\*\*\./);
    const prompt = await twice(at.pressed('ada', await use('join'), 'Red'));
    expect(says(prompt)).to.match(/^Join \*\*Red\*\*\? It costs 50 bytes\./);
    await twice(at.pressed('ada', prompt, 'Confirm'));
    expect(await account()).to.eql({ balance: '450', squad: 'Red' });
    await at.doEffects();
    expect(at.rolesOf('ada')).to.eql(['Red']);
  });

  it('leaves the squad that was named, and no other', async () => {
    await at.squad('Red');
    await at.squad('Blue');
    await at.press('ada', await at.use('ada', 'join'), 'Red');
    const prompt = await at.use('ada', 'leave');
    const toBlue = await at.press('ada', await at.use('ada', 'join'), 'Blue');
    await at.press('ada', toBlue, 'Confirm');
    expect(says(await at.press('ada', prompt, 'Confirm'))).to.match(/^You are not in that squad any more/);
    expect((await account()).squad).to.equal('Blue');
    expect(says(await at.use('grace', 'leave'))).to.match(/^For that you need/);
  });
}).timeout(20_000);
