import { expect } from 'chai';
import { AuditLogEvent } from 'discord-api-types/v10';
import { DAY, HOUR, MINUTE } from '../core/clock.ts';
import type { AuditEntryEvent } from '../core/events.ts';
import { silent } from '../core/log.ts';
import { snowflakeAt } from '../core/snowflake.ts';
import { useDatabase } from '../testing/database.ts';
import { act, type Order } from './act.ts';
import { answerAppeal, appeal } from './appeals.ts';
import { editReason } from './edit-case.ts';
import { findWantedLift } from './effects-state.ts';
import { endCases } from './ending.ts';
import { recordNative } from './natives.ts';
import { retryFailed } from './retry.ts';
import { findStanding } from './standing.ts';
import { resolve } from './take-back.ts';
import { listWarnings } from './warning-list.ts';
import { withdrawWarning } from './withdraw.ts';

const ada = { kind: 'member', id: '901', name: 'ada' } as const;
const grace = { kind: 'staff', id: '1', name: 'grace' } as const;
const bot = '10';

describe('what moderators do', () => {
  const database = useDatabase();
  const now = Date.now();
  let orders = 0;
  const order = (kind: Order['kind'], more: Partial<Order> = {}): Order => ({
    ...{ guild: '100', user: '900', operation: `int:${++orders}`, kind, actor: ada, reason: 'spam' },
    ...{ seconds: kind === 'timeout' ? 3_600 : null, deleteMessageSeconds: 0, evidence: null },
    ...more,
  });
  const doIt = async (...all: Order[]) => act({ db: database.db, log: silent }, all, now);
  const cases = () =>
    database
      .db('moderation_cases')
      .orderBy('number')
      .select('number', 'kind', 'effect', 'lift', 'resolved_note as note');
  const settle = (id: string, effect = 'done') =>
    database.db('moderation_cases').where({ id }).update({ effect });
  const configure = (values: object) =>
    database.db('moderation_configs').insert({ guild_id: 100, values: JSON.stringify(values) });
  const entry = (action: number, more: Partial<AuditEntryEvent> = {}): AuditEntryEvent => ({
    ...{
      guild: '100',
      id: snowflakeAt(Date.now(), ++orders),
      action,
      by: '901',
      target: '900',
      reason: 'rude',
    },
    ...more,
  });

  beforeEach(async () => {
    await database.db.raw(
      `TRUNCATE appeals, user_warnings, case_notes, moderation_cases, case_counters, audit_entries, moderation_configs,
         operations, discord_users, guilds CASCADE`,
    );
    await database.db.raw(`INSERT INTO guilds (id) VALUES (100), (101);
      INSERT INTO discord_users (id, username, global_name) VALUES (901, 'ada', 'Ada')`);
  });

  it('is done once, however often it is asked for', async () => {
    const wanted = [order('ban', { seconds: 60 }), order('warn', { user: '902' }), order('note')];
    const [first, second] = [await doIt(...wanted), await doIt(...wanted)];
    expect(first.map(({ case: { number, kind, effect, isNew } }) => [number, kind, effect, isNew])).eql([
      [1, 'ban', 'wanted', true],
      [2, 'warn', 'none', true],
      [3, 'note', 'none', true],
    ]);
    expect(second.map((each) => ({ ...each, case: { ...each.case, isNew: true } }))).eql(first);
    expect(first[0]?.case.endsAt).eq(now + MINUTE);
    expect(await listWarnings(database, ['100'], { limit: 10 })).length(1);
  });

  it('keeps the message that it is about, and whether the member is told before', async () => {
    const evidence = { channel: '200', message: '300', excerpt: 'buy “now”' };
    await doIt(order('kick', { evidence }), order('timeout'), order('ban', { user: '902' }));
    await configure({ tellBefore: false });
    await doIt(order('ban', { user: '903' }));
    const rows = await database
      .db('moderation_cases')
      .orderBy('number')
      .select('evidence', 'tells_first as tells');
    expect(rows).eql([
      { evidence, tells: true },
      ...[false, true, false].map((tells) => ({ evidence: null, tells })),
    ]);
  });

  it('climbs the guild’s ladder by warnings, also with reasons of 4,000 characters', async () => {
    await configure({ ladder: [{ warnings: 2, action: 'timeout', minutes: 30 }], warningDays: 1 });
    const reason = '🦆'.repeat(4_000);
    const second = order('warn', { reason });
    await doIt(order('warn', { reason }));
    const [acted] = await doIt(second);
    const [again] = await doIt(second);
    expect(acted?.ladder).containSubset([{ kind: 'timeout', number: 3, effect: 'wanted' }]);
    expect(again?.ladder).eql(acted?.ladder);
    const [warning] = await listWarnings(database, ['100'], { state: 'active', limit: 10 });
    expect(warning?.expiresAt?.getTime()).eq(now + DAY);
  });

  it('replaces the timeout or ban that the member has', async () => {
    const [first] = await doIt(order('timeout'));
    await settle(first?.case.id ?? '');
    const [second] = await doIt(order('timeout', { seconds: 60 * DAY }));
    expect(second).containSubset({ closed: [1], lifted: [], case: { endsAt: now + 28 * DAY } });
    expect(await cases()).containSubset([{ number: 1, lift: 'none', note: 'Replaced by case 2.' }]);
  });

  it('ends bans by an unban; one that is under way is lifted besides', async () => {
    const [done, waiting] = await doIt(order('ban'), order('ban', { user: '902' }));
    await settle(done?.case.id ?? '');
    const unbans = [order('unban'), order('unban', { user: '902' })];
    const acted = await doIt(...unbans);
    for (const each of [acted, await doIt(...unbans)])
      expect(each.map(({ closed, lifted }) => [closed, lifted])).eql([
        [[1], []],
        [[2], [waiting?.case.id]],
      ]);
    const [again] = await doIt(order('ban', { user: '902' }));
    expect(again?.case.number).eq(5);
    // what would end the new one is not wanted any more
    expect(await cases()).containSubset([
      { number: 2, lift: 'none', note: 'Ended by case 4.' },
      { number: 4, effect: 'none' },
    ]);
  });

  it('is decided one after the other where two moderators act on one member', async () => {
    const both = await Promise.all([doIt(order('ban')), doIt(order('ban', { actor: grace }))]);
    const acted = both.flat().sort((a, b) => a.case.number - b.case.number);
    expect(acted.map(({ closed }) => closed)).eql([[], [1]]);
    const open = (await cases()).filter(({ note }) => note === null);
    expect(open).containSubset([{ number: 2, kind: 'ban', effect: 'wanted' }]);
  });

  it('is taken back once: bans lifted, warnings withdrawn with what followed from them', async () => {
    await configure({ ladder: [{ warnings: 1, action: 'timeout', minutes: 30 }] });
    const [warned] = await doIt(order('warn'));
    const ladder = warned?.ladder[0]?.id ?? '';
    const undo = { guild: '100', number: 1, by: grace, note: 'a mistake', undo: true, operation: 'int:a' };
    const first = await resolve(database, undo);
    expect(first).deep.include({ is: 'resolved', withdrawn: 1, lifted: [ladder] });
    expect(await resolve(database, undo), 'the same operation').eql(first);
    const other = { ...undo, operation: 'int:b' };
    expect(await resolve(database, other)).include({ is: 'already', by: 'grace' });
    expect(await resolve(database, other)).eql(await resolve(database, other));
    expect(await resolve(database, { ...undo, number: 99, operation: 'int:c' })).include({ is: 'unknown' });
    expect(await listWarnings(database, ['100'], { state: 'withdrawn', limit: 10 })).length(1);
    expect((await cases()).map(({ note }) => note)).eql(['a mistake', 'a mistake']);
  });

  it('is closed by hand without being taken back, but not where it has to end by itself', async () => {
    const [ban, temporary] = await doIt(order('ban'), order('ban', { user: '902', seconds: 3_600 }));
    for (const each of [ban, temporary]) await settle(each?.case.id ?? '');
    const close = { guild: '100', by: grace, note: '', undo: false };
    const first = await resolve(database, { ...close, number: 1, operation: 'int:a' });
    expect(first).deep.include({ is: 'resolved', lifted: [] });
    for (let time = 0; time < 2; time++)
      expect(await resolve(database, { ...close, number: 2, operation: 'int:b' })).deep.include({
        is: 'under-way',
        until: new Date(now + HOUR),
      });
  });

  it('ends by itself: timeouts close, bans are lifted unless another one stands', async () => {
    const [ban, , shadowed, timeout] = await doIt(
      order('ban', { seconds: 60 }),
      order('ban', { user: '902', seconds: 3_600 }),
      order('ban', { user: '903', seconds: 60 }),
      order('timeout', { user: '904', seconds: 60 }),
    );
    for (const each of [ban, shadowed, timeout]) await settle(each?.case.id ?? '');
    await database.db.raw(
      `INSERT INTO moderation_cases (guild_id, number, operation, kind, user_id, actor_kind, actor_name)
       VALUES (100, 99, 'firing:1', 'ban', 903, 'system', 'Auto-moderation')`,
    );
    expect(await endCases(database, now + MINUTE - 1, 10)).eql({ lifted: [], closed: 0 });
    const ended = await Promise.all([1, 2].map(() => endCases(database, now + MINUTE, 10)));
    expect(ended.flatMap(({ lifted }) => lifted)).eql([{ id: ban?.case.id, guild: '100' }]);
    expect(ended.reduce((sum, { closed }) => sum + closed, 0)).eq(3);
    expect((await endCases(database, now + HOUR, 10)).lifted).length(1);
  });

  it('in Discord’s own client opens one case each, and ends those before it there', async () => {
    const [ours] = await doIt(order('ban'));
    const until = new Date(now + HOUR);
    const entries = [
      entry(AuditLogEvent.MemberBanRemove),
      entry(AuditLogEvent.MemberUpdate, { timedOutUntil: until.toISOString() }),
      entry(AuditLogEvent.MemberUpdate, { nick: { before: null, after: 'x' } }),
      entry(AuditLogEvent.MemberUpdate, { timedOutUntil: null, by: null }),
      entry(AuditLogEvent.MemberKick, { by: bot }),
      entry(AuditLogEvent.MemberKick, { guild: '555' }),
    ];
    const first = await recordNative(database, entries, bot);
    const again = await recordNative(database, [...entries].reverse(), bot);
    expect(again).eql(first.map((each) => ({ ...each, isNew: false })));
    expect(await cases()).eql([
      { number: 1, kind: 'ban', effect: 'wanted', lift: 'none', note: 'Ended by case 2.' },
      { number: 2, kind: 'unban', effect: 'done', lift: 'none', note: null },
      { number: 3, kind: 'timeout', effect: 'done', lift: 'none', note: 'Ended by case 4.' },
      { number: 4, kind: 'untimeout', effect: 'done', lift: 'none', note: null },
    ]);
    const by = await database.db('moderation_cases').orderBy('number').pluck('actor_name');
    expect(by).eql(['ada', 'Ada', 'Ada', 'Discord']);
    expect(ours?.case.effect).eq('wanted');
  });

  it('in Discord’s own client ends nothing that was decided after it, however late it is heard of', async () => {
    await doIt(order('ban'));
    const late = entry(AuditLogEvent.MemberBanRemove, { id: snowflakeAt(Date.now() - HOUR, 1) });
    for (let time = 0; time < 2; time++) await recordNative(database, [late], bot);
    expect(await cases()).eql([
      { number: 1, kind: 'ban', effect: 'wanted', lift: 'none', note: null },
      { number: 2, kind: 'unban', effect: 'done', lift: 'none', note: null },
    ]);
  });

  it('is appealed once, by the member, and undone where that is accepted', async () => {
    const [acted] = await doIt(order('timeout'), order('note'));
    await settle(acted?.case.id ?? '');
    const file = (number: number, user = '900') =>
      appeal(database, { guild: '100', number, user, text: 'It was a joke.' });
    expect(await file(1, '905')).eql({ is: 'not-yours' });
    expect(await file(2)).eql({ is: 'not-appealable' });
    const filed = await file(1);
    expect(await file(1)).eql({ is: 'already', state: 'open' });
    if (filed.is !== 'filed') throw new Error(filed.is);
    const answer = { guild: '100', id: filed.id, accept: true, answer: 'Fair.', by: grace };
    const answers = await Promise.all([1, 2].map(() => answerAppeal(database, answer)));
    expect(answers.map(({ is }) => is)).eql(['answered', 'answered']);
    const ids = [acted?.case.id];
    expect(answers).containSubset([
      { lifted: ids, resolved: ids },
      { lifted: [], resolved: [] },
    ]);
    for (const other of [{ by: ada }, { accept: false }, { answer: 'No.' }])
      expect(await answerAppeal(database, { ...answer, ...other })).include({ is: 'already' });
    const note = 'The appeal was accepted. Fair.';
    expect(await cases()).containSubset([{ number: 1, lift: 'wanted', note }]);
    await configure({ appeals: false });
    await doIt(order('kick', { user: '906' }));
    expect(await file(3, '906')).eql({ is: 'off' });
  });

  it('is appealed where it still stands though it was resolved, and lifted where that is accepted', async () => {
    const close = async (number: number) =>
      resolve(database, {
        guild: '100',
        number,
        by: ada,
        note: '',
        undo: false,
        operation: `int:c${number}`,
      });
    const file = (number: number) =>
      appeal(database, { guild: '100', number, user: '900', text: 'Let me back in.' });
    const all = await doIt(order('ban'), order('timeout'), order('warn'));
    for (const each of all.slice(0, 2)) await settle(each.case.id);
    for (const number of [1, 2, 3]) await close(number);
    const [ban, timeout] = all.map((each) => each.case.id);
    expect(await findStanding(database, '100', '900')).eql(new Set([ban, timeout]));
    expect(await file(3)).eql({ is: 'not-appealable' });
    await doIt(order('untimeout'));
    expect(await file(2), 'something later ended it').eql({ is: 'not-appealable' });
    const filed = await file(1);
    if (filed.is !== 'filed') throw new Error(filed.is);
    const answer = { guild: '100', id: filed.id, accept: true, answer: '', by: grace };
    expect(await answerAppeal(database, answer)).deep.include({ lifted: [ban], resolved: [] });
    expect((await cases())[0]).include({ kind: 'ban', lift: 'wanted' });
    expect(await findWantedLift(database, ban ?? '')).include({ user: '900', isBanned: false });
    expect(await findStanding(database, '100', '900')).eql(new Set());
  });

  it('is asked of Discord once more where it was refused, and still wanted', async () => {
    const [kick, ban] = await doIt(order('kick'), order('ban', { user: '902' }));
    const retry = (id = '') => retryFailed(database, '100', id, { actor: grace });
    expect(await retry(kick?.case.id)).eq(undefined);
    await settle(kick?.case.id ?? '', 'failed');
    const tries = await Promise.all([retry(kick?.case.id), retry(kick?.case.id)]);
    expect(tries[0]).include({ is: 'punish', kind: 'kick', guild: '100' });
    expect(tries[1]).eql(tries[0]);
    await database.db('moderation_cases').where('number', 2).update({ effect: 'done', lift: 'failed' });
    expect(await retry(ban?.case.id)).include({ is: 'lift', kind: 'ban' });
    expect(await database.db('audit_entries').pluck('subject')).eql(['case 1', 'case 2']);
    const [unban] = await doIt(order('unban', { user: '902' }));
    await doIt(order('ban', { user: '902' }));
    await settle(unban?.case.id ?? '', 'failed');
    expect(await retry(unban?.case.id)).eq(undefined);
  });

  it('gets another reason, also as a warning, and remembers the one before', async () => {
    await doIt(order('warn'));
    const edit = { guild: '100', number: 1, by: grace, reason: 'flood', version: 1, operation: 'int:a' };
    for (let time = 0; time < 2; time++)
      expect(await editReason(database, edit)).include({ is: 'edited', version: 2 });
    expect(await editReason(database, { ...edit, operation: 'int:b' })).include({ is: 'stale', version: 2 });
    expect((await listWarnings(database, ['100'], { limit: 1 }))[0]?.reason).eq('flood');
    expect(await database.db('case_notes').pluck('text')).eql(['The reason was: spam']);
  });

  it('as a warning is withdrawn once, also where its case was closed before', async () => {
    const given = await doIt(order('warn'), order('warn', { user: '902' }));
    await resolve(database, { guild: '100', number: 2, by: ada, note: '', undo: false, operation: 'int:a' });
    const withdraw = async (number: number) => {
      const id = (
        await database
          .db('user_warnings')
          .where('case_id', given[number - 1]?.case.id)
          .first()
      ).id;
      return withdrawWarning(database, { guild: '100', id, by: grace, note: '' });
    };
    for (const number of [1, 2]) {
      const resolved = number === 1 ? [given[0]?.case.id] : []; // the other one was resolved before
      expect(await withdraw(number)).eql({ is: 'withdrawn', lifted: [], resolved });
      expect((await withdraw(number)).is).eq('already');
    }
  });
});
