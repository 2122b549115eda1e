import { expect } from 'chai';
import { DAY, MINUTE, SECOND } from '../core/clock.ts';
import { type Knex, openDatabase } from '../db/knex.ts';
import { addNotes } from '../moderation/case-notes.ts';
import { useDatabase } from '../testing/database.ts';
import { forgetExcerpts } from './excerpts.ts';
import { recordFirings } from './firings.ts';
import { hit, noon } from './hit.fixture.ts';
import type { Hit } from './hit.ts';
import { previewUndo, undo } from './undo.ts';

const timeout = { is: 'timeout', minutes: 10 } as const;
const ban = { is: 'ban', deleteHours: 1 } as const;
const staff = { kind: 'staff', id: '1', name: 'ada' } as const;

describe('firings', () => {
  const database = useDatabase();
  const activeWarnings = async (user: string) => {
    const active = "withdrawn_at IS NULL AND coalesce(expires_at, 'infinity') > now()";
    return (await database.db('user_warnings').where('user_id', user).whereRaw(active)).length;
  };
  const rung = { warnings: 2, action: 'timeout', minutes: 60 } as const;
  const policies = new Map([['100', { ladder: [rung], warningDays: 3_650 }]]);

  const record = (hits: Hit[], db: Knex = database.db) =>
    recordFirings({ db }, hits, { now: noon + MINUTE, policies });
  const firings = () =>
    database.db('automod_firings').orderBy('rule_id').select('outcome', 'case_id', 'messages', 'mode');
  const cases = () =>
    database
      .db('moderation_cases')
      .orderBy(['guild_id', 'number'])
      .select('number', 'kind', 'effect', 'operation');
  const notes = () => database.db('case_notes').orderBy('id').pluck('text');

  beforeEach(async () => {
    await database.db.raw(
      `TRUNCATE automod_firing_messages, automod_firings, user_warnings, case_notes, moderation_cases, case_counters,
         audit_entries, guilds CASCADE`,
    );
    await database.db.raw('INSERT INTO guilds (id) VALUES (100), (101)');
  });

  it('are recorded once, with one case, however often their batch comes', async () => {
    const batch = [hit(timeout, { at: [0, 1, 2], deletes: true })];
    const [first, second] = [await record(batch), await record(batch)];
    expect(first.firings[0]).to.include({ isNew: true, outcome: 'acted' });
    expect(second.firings).to.eql(first.firings.map((each) => ({ ...each, isNew: false })));
    expect(first.firings[0]?.wanted).to.have.length(3);
    expect(first.firings[0]?.case).to.include({
      number: 1,
      effect: 'wanted',
      endsAt: noon + 10 * MINUTE + 2 * SECOND,
    });
    expect(await cases()).to.have.length(1);
    expect(await firings()).to.containSubset([{ outcome: 'acted', messages: 3 }]);
  });

  it('grow with later messages of their burst, and do nothing else', async () => {
    const first = hit(timeout, { at: [0, 1, 2], deletes: true });
    await record([first]);
    const later = { ...hit(timeout, { at: [2, 40], deletes: true }), burst: first.burst };
    const [grown] = (await record([later])).firings;
    expect(grown).to.include({ isNew: false, outcome: 'acted' });
    const [row] = await database.db('automod_firings');
    expect([row.messages, row.started_at, row.until_at]).to.eql([
      ...[4, new Date(noon), new Date(noon + 40 * SECOND + MINUTE)],
    ]);
    expect(await cases()).to.have.length(1);
  });

  it('act by the strongest of an incident, on one case', async () => {
    await record([hit({ is: 'warn' }, { rule: '1' })]);
    await record([
      hit({ is: 'warn' }, { rule: '2', at: [5] }),
      hit({ is: 'delete' }, { rule: '3', at: [6], deletes: true }),
    ]);
    const [upgraded] = (await record([hit(timeout, { rule: '4', at: [7] })])).firings;
    await record([hit({ is: 'kick' }, { rule: '5', at: [9] }), hit(ban, { rule: '6', at: [8] })]);
    expect(upgraded?.case).to.include({ number: 1, kind: 'timeout', effect: 'wanted' });
    expect((await firings()).map(({ outcome }) => outcome)).to.eql([
      ...['acted', 'absorbed', 'absorbed', 'upgraded', 'absorbed', 'upgraded'],
    ]);
    expect(new Set((await firings()).map((row) => row.case_id)).size).to.equal(1);
    expect(await cases()).to.containSubset([{ number: 1, kind: 'ban' }]);
    expect(await notes()).to.eql([
      'Now a timeout. Rule “Rule 4”: 1 messages within 10 seconds.',
      'Now a ban. Rule “Rule 6”: 1 messages within 10 seconds.',
    ]);
    await record([hit(timeout, { rule: '7', at: [300] })]);
    expect((await cases()).map(({ kind }) => kind)).to.eql(['ban', 'timeout']);
  });

  it('do the same when all of an incident comes in one batch', async () => {
    const batch = [
      hit(ban, { rule: '6', at: [8] }),
      hit({ is: 'warn' }, { rule: '1' }),
      hit({ is: 'delete' }, { rule: '3' }),
    ];
    await record(batch);
    expect((await firings()).map(({ outcome }) => outcome)).to.eql(['acted', 'absorbed', 'upgraded']);
    expect(await cases()).to.containSubset([{ number: 1, kind: 'ban', effect: 'wanted' }]);
    expect(await database.db('user_warnings')).to.eql([]);
    expect(await notes()).to.have.length(1);
  });

  it('neither act nor absorb where they only monitor, and make no case where they only delete', async () => {
    await record([hit(ban, { rule: '1', mode: 'monitor', deletes: true })]);
    const [deleting] = (await record([hit({ is: 'delete' }, { rule: '2', deletes: true })])).firings;
    expect(deleting?.wanted).to.have.length(1);
    expect(await firings()).to.containSubset([
      { outcome: 'monitored', case_id: null },
      { outcome: 'acted', case_id: null },
    ]);
    expect(await database.db('automod_firing_messages').where({ deletion: 'wanted' })).to.have.length(1);
    expect(await cases()).to.eql([]);
    await record([hit({ is: 'warn' }, { rule: '3' })]);
    expect(await cases()).to.containSubset([{ number: 1, kind: 'warn', effect: 'none' }]);
  });

  it('leave to Discord what its own AutoMod punished, unless they are stronger', async () => {
    await record([hit(timeout, { rule: '555', source: 'discord' })]);
    await record([hit(timeout, { rule: '1', at: [1] })]);
    expect(await cases()).to.eql([]);
    await record([hit(ban, { rule: '2', at: [2] })]);
    expect(await cases()).to.containSubset([{ kind: 'ban' }]);
  });

  it('climb the ladder when active warnings reach a rung, once', async () => {
    const batches = [0, 200, 400].map((at) => [hit({ is: 'warn' }, { at: [at] })]);
    const ladders = [];
    for (const batch of [...batches, ...batches]) ladders.push((await record(batch)).ladder.length);
    expect(ladders).to.eql([0, 1, 0, 0, 1, 0]);
    expect((await cases()).map(({ kind }) => kind)).to.eql(['warn', 'warn', 'timeout', 'warn']);
    expect(await activeWarnings('900')).to.equal(3);
    await database.db.raw("UPDATE user_warnings SET expires_at = now() - interval '1 day'");
    expect(await activeWarnings('900')).to.equal(0);
    await record([hit({ is: 'warn' }, { at: [600] })]);
    expect((await cases()).at(-1)).to.include({ number: 5, kind: 'warn' });
  });

  it('give out numbers without gaps or twins, and one case an incident, whoever records them at once', async () => {
    const clients = Array.from({ length: 8 }, () => openDatabase(database.url, { pool: 1 }));
    const members = Array.from({ length: 30 }, (_, i) => String(1_000 + i));
    const batchOf = (client: number) =>
      members
        .map((user, i) => ({
          user,
          guild: i % 3 === 0 ? '101' : '100',
          rule: String(1 + (client % 4)),
          at: [client],
        }))
        .map((given, i) => hit(i % 2 === client % 2 ? timeout : { is: 'warn' }, { ...given, deletes: true }))
        .sort(() => Math.random() - 0.5);
    await Promise.all(
      clients.flatMap((db, client) => [record(batchOf(client), db), record(batchOf(client), db)]),
    );
    await Promise.all(clients.map((db) => db.destroy()));
    for (const guild of ['100', '101']) {
      const numbers = await database
        .db('moderation_cases')
        .where({ guild_id: guild })
        .orderBy('number')
        .pluck('number');
      expect(numbers).to.eql(numbers.map((_, i) => i + 1));
      const [counter] = await database.db('case_counters').where({ guild_id: guild });
      expect(counter.latest).to.equal(numbers.length);
    }
    const opened = await database.db('moderation_cases').where('operation', 'like', 'firing:%');
    expect(opened.map((row) => row.user_id).sort()).to.eql(members);
    expect(new Set(opened.map(({ kind }) => kind))).to.eql(new Set(['timeout']));
    const { rows } = await database.db.raw(
      'SELECT count(*)::int AS n, count(DISTINCT (rule_id, user_id, burst))::int AS d FROM automod_firings',
    );
    expect(rows).to.eql([{ n: 8 * 30, d: 8 * 30 }]);
  });

  it('keep what was written for seven days', async () => {
    await record([hit(timeout, { user: '1' }), hit(timeout, { user: '2' })]);
    await database
      .db('automod_firings')
      .where({ user_id: '1' })
      .update({ created_at: new Date(Date.now() - 8 * DAY) });
    expect([await forgetExcerpts(database, 10), await forgetExcerpts(database, 10)]).to.eql([1, 0]);
    expect(await database.db('automod_firings').orderBy('user_id').pluck('excerpt')).to.eql([null, 'hello']);
  });

  it('take as many statements for a raid as for one', async () => {
    const count = async (hits: Hit[]) => {
      let queries = 0;
      const note = () => queries++;
      database.db.on('query', note);
      await record(hits);
      database.db.off('query', note);
      return queries;
    };
    const raid = Array.from({ length: 256 }, (_, i) =>
      hit(timeout, { user: String(2_000 + i), deletes: true }),
    );
    const [one, many, again] = [await count([hit(timeout)]), await count(raid), await count(raid)];
    expect(many).to.equal(one);
    expect(again).to.be.at.most(one);
    expect(one).to.be.at.most(9);
  });

  describe('undone', () => {
    it('lift timeouts, revoke bans and withdraw warnings, after a preview, once', async () => {
      const hits = [
        hit(timeout, { user: '1' }),
        hit(ban, { user: '2' }),
        hit({ is: 'warn' }, { user: '3' }),
        hit({ is: 'kick' }, { user: '4', deletes: true }),
        hit(timeout, { user: '5', mode: 'monitor' }),
      ];
      await record(hits);
      await database.db('moderation_cases').update({ effect: 'done', ends_at: new Date(Date.now() + DAY) });
      await database.db('automod_firing_messages').where({ deletion: 'wanted' }).update({ deletion: 'done' });
      const [kicked] = await database.db('moderation_cases').where({ kind: 'kick' });
      await database.db.transaction((trx) => addNotes(trx, [{ case: kicked.id, by: 'x', text: 'seen' }]));
      const all = { rule: '1', from: new Date(0), to: new Date(Date.now() + DAY) };
      const planned = { firings: 4, timeouts: 1, bans: 1, warnings: 1, kicks: 1, deletions: 1 };
      expect(await previewUndo(database, '100', all)).to.eql(planned);
      const done = await undo(database, '100', all, { actor: staff });
      expect(done).to.include({ firings: 4 });
      expect(done.lifted).to.have.length(2);
      const again = await undo(database, '100', all, { actor: staff });
      expect(again).to.eql({ firings: 0, lifted: [] });
      const rows = await database
        .db('moderation_cases')
        .orderBy('user_id')
        .select('kind', 'lift', 'resolved_by');
      expect(rows).to.eql(
        [
          ['timeout', 'wanted'],
          ['ban', 'wanted'],
          ['warn', 'none'],
          ['kick', 'none'],
        ].map(([kind, lift]) => ({ kind, lift, resolved_by: 'ada' })),
      );
      expect(await activeWarnings('3')).to.equal(0);
      expect(await notes()).to.have.length(5);
      expect(await database.db('audit_entries').pluck('action')).to.eql(['automod.undone']);
    });

    it('leave what another firing still stands for, and take the ladder back with its warning', async () => {
      await record([hit({ is: 'warn' }, { rule: '1' })]);
      const [second] = (await record([hit({ is: 'warn' }, { rule: '1', at: [200] })])).firings;
      const [by] = (await record([hit(timeout, { rule: '2', at: [201] })])).firings;
      await database.db('moderation_cases').update({ ends_at: new Date(Date.now() + DAY) });
      await undo(database, '100', { firing: second?.firing ?? '' }, { actor: staff });
      const lifts = async () =>
        (await database.db('moderation_cases').orderBy('number')).map((row) => [row.kind, row.lift]);
      expect(await lifts()).to.eql([
        ['warn', 'none'],
        ['timeout', 'none'], // rule 2 made it one
        ['timeout', 'wanted'], // the ladder's
      ]);
      expect(await activeWarnings('900')).to.equal(1);
      await undo(database, '100', { firing: by?.firing ?? '' }, { actor: staff });
      expect((await lifts())[1]).to.eql(['timeout', 'wanted']);
    });

    it('delete no more, though their burst goes on', async () => {
      const first = hit(timeout, { deletes: true });
      const [recorded] = (await record([first])).firings;
      await undo(database, '100', { firing: recorded?.firing ?? '' }, { actor: staff });
      const more = { ...hit(timeout, { at: [0, 5], deletes: true }), burst: first.burst };
      expect((await record([more])).firings[0]?.wanted).to.eql([]);
      await record([hit(timeout, { rule: '2', at: [6] })]);
      expect((await cases()).map(({ kind }) => kind)).to.eql(['timeout', 'timeout']);
    });
  });
});
