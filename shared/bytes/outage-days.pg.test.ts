import { expect } from 'chai';
import { DAY, HOUR } from '../core/clock.ts';
import { useDatabase } from '../testing/database.ts';
import { firstDay, orderOn } from '../testing/members.ts';
import { commitAwards } from './commit-awards.ts';
import { declareOutage, listOutageDays } from './outage-days.ts';
import { findDifferences } from './queries.ts';
import { findReached, markTold } from './reached-tiers.ts';
import { relinkStreaks } from './relink-streaks.ts';

const by = { kind: 'staff', id: '1', name: 'owner' } as const;
const users = Array.from({ length: 40 }, (_, n) => String(900 + n));

describe('outage days', () => {
  const database = useDatabase();
  const deps = () => ({ db: database.db, clock: () => (firstDay + 8) * DAY + HOUR });
  const declare = (...days: number[]) =>
    declareOutage(deps(), { days: days.map((day) => firstDay + day), by });
  const write = (day: number, who = users) =>
    commitAwards(
      database,
      who.map((user) => orderOn(day, { user })),
    );
  const streaks = async () => {
    const query = database.db('guild_members').distinct('streak').orderBy('streak').pluck('streak');
    return query as Promise<number[]>;
  };

  beforeEach(() =>
    database.db.raw('TRUNCATE outage_days, audit_entries, operations, bytes, guild_members CASCADE'),
  );
  afterEach(async () => expect(await findDifferences(database)).to.deep.equal([]));

  it('lie at most a week back, and not in the future', async () => {
    const range = { is: 'out-of-range', first: firstDay + 1, last: firstDay + 8 };
    expect(await declare(0)).to.deep.equal(range);
    expect(await declare(2, 9)).to.deep.equal(range);
    expect(await listOutageDays(deps())).to.deep.equal([]);
    expect(await declare(1, 8)).to.deep.include({ is: 'declared', days: [firstDay + 1, firstDay + 8] });
  });

  it('relink what they had broken, also where the streak went on since, and pay nothing for it', async () => {
    for (const day of [1, 2, 4, 5, 6]) await write(day);
    const { rows: before } = await database.db.raw('SELECT sum(balance), count(*) FROM guild_members');
    expect(await declare(3)).to.include({ relinked: users.length });
    expect(await streaks()).to.deep.equal([5]);
    const { rows: after } = await database.db.raw('SELECT sum(balance), count(*) FROM guild_members');
    expect(after).to.deep.equal(before);
    await write(7);
    expect(await streaks()).to.deep.equal([6]);
  });

  it('are declared and written down once', async () => {
    await write(1);
    await Promise.all([declare(2, 3), declare(3, 2), declare(2)]);
    const days = (await listOutageDays(deps())).map(({ day }) => day - firstDay);
    expect(days).to.deep.equal([3, 2]);
    const entries = await database.db('audit_entries').where({ action: 'outage.declared' });
    expect(entries.map(({ subject }) => subject).join()).to.match(
      /2026-01-03.*2026-01-04|2026-01-04.*2026-01-03/,
    );
    expect(entries.flatMap(({ subject }) => subject.split(', '))).to.have.length(2);
  });

  it('go on relinking where it broke off', async () => {
    for (const day of [1, 3]) await write(day);
    await database.db('outage_days').insert({ day: firstDay + 2, declared_by: 'owner' });
    let relinked = 0;
    let calls = 0;
    for (let done = false; !done; calls++) {
      const batch = await relinkStreaks(deps(), { members: 7 });
      relinked += batch.relinked;
      done = batch.done;
    }
    expect([relinked, calls]).to.deep.equal([users.length, 6]);
    expect(await relinkStreaks(deps())).to.deep.equal({ relinked: 0, done: true });
    const [{ relinkedAt } = { relinkedAt: null }] = await listOutageDays(deps());
    expect(relinkedAt).to.be.instanceOf(Date);
  });

  it('relink no more at once than one batch, and tell how far it is', async () => {
    await write(1);
    await write(3);
    await database.db.raw(`INSERT INTO guilds (id) VALUES (50)`);
    await database.db.raw(`INSERT INTO discord_users (id) SELECT n FROM generate_series(10001, 12500) n`);
    await database.db.raw(
      `INSERT INTO guild_members (guild_id, user_id) SELECT 50, n FROM generate_series(10001, 12500) n`,
    );
    expect(await declare(2)).to.include({ relinked: 0, done: false }); // those of guild 50 are before the others
    const [begun] = await listOutageDays(deps());
    expect(begun).to.deep.include({ relinkedAt: null, progress: { guilds: 0, of: 2 } });
    expect(await relinkStreaks(deps())).to.deep.equal({ relinked: users.length, done: true });
    expect((await listOutageDays(deps()))[0]).to.include({ progress: null });
  });

  describe('that let a streak reach a tier', () => {
    const [ada = ''] = users;
    /** Days of one member: of the table's rows CHAR begins at 8 and SHORT at 16. */
    const writeFrom = async (first: number, last: number) => {
      for (let day = first; day <= last; day++) await write(day, [ada]);
    };
    const noted = async () => await findReached(database, 10);

    it('have it told once, where the last award was paid', async () => {
      await writeFrom(-3, 1);
      await writeFrom(3, 3);
      await writeFrom(5, 8);
      await declare(4);
      expect(await noted()).to.deep.equal([]);
      await Promise.all([declare(2), declare(2)]);
      const [reached, ...more] = await noted();
      expect(more).to.deep.equal([]);
      expect(reached).to.include({ guild: '100', user: ada, channel: '200', label: 'CHAR', streak: 10 });
      await markTold(database, [reached?.id ?? '']);
      await declare(1);
      expect(await noted()).to.deep.equal([]);
    });

    it('have the highest told, of several', async () => {
      await writeFrom(-10, 1);
      await writeFrom(3, 8);
      await declare(2);
      expect((await noted()).map(({ label, streak }) => [label, streak])).to.deep.equal([['SHORT', 18]]);
    });

    it('have none told that an award of the same streak has announced', async () => {
      await writeFrom(-14, 1);
      await writeFrom(3, 8);
      await declare(2);
      expect(await streaks()).to.deep.equal([22]);
      expect(await noted()).to.deep.equal([]);
    });

    it('have none told of a streak that has ended, or of one who left', async () => {
      await writeFrom(-8, 1);
      await writeFrom(3, 5);
      await declare(2);
      await database.db('outage_days').delete();
      await writeFrom(7, 8);
      await database.db('guild_members').update({ active: false });
      await declare(6, 2);
      expect(await streaks()).to.deep.equal([15]);
      expect(await noted()).to.deep.equal([]);
    });
  });

  it('leave no streak broken that is being decided meanwhile', async () => {
    await write(1);
    let declaring: Promise<unknown> | undefined;
    await database.db.transaction(async (trx) => {
      await commitAwards(
        { db: trx },
        users.map((user) => orderOn(3, { user })),
      );
      declaring = declare(2);
      await Promise.race([declaring, somebodyWaits()]);
    });
    await declaring;
    expect(await streaks()).to.deep.equal([2]);
  });

  it('agree with awards that come at the same time, in whatever order', async () => {
    await write(1);
    const alone = users.map((user) => write(3, [user]));
    await Promise.all([...alone.slice(0, 20), declare(2), ...alone.slice(20)]);
    expect(await streaks()).to.deep.equal([2]);
  });

  it('find two holes of one streak, declared one after the other', async () => {
    for (const day of [1, 3, 5, 6]) await write(day);
    await declare(4);
    expect(await streaks()).to.deep.equal([3]);
    await declare(2);
    expect(await streaks()).to.deep.equal([4]);
  });

  /** Until a statement waits for a lock on the table. */
  async function somebodyWaits(): Promise<void> {
    for (let waiting = 0; waiting === 0; ) {
      const { rows } = await database.db.raw(
        "SELECT count(*)::integer FROM pg_locks WHERE NOT granted AND relation = 'outage_days'::regclass",
      );
      waiting = rows[0].count;
    }
  }
});
