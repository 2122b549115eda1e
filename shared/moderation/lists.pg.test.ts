import { expect } from 'chai';
import { PermissionFlagsBits as P } from 'discord-api-types/v10';
import { HOUR, MINUTE } from '../core/clock.ts';
import { silent } from '../core/log.ts';
import { useDatabase } from '../testing/database.ts';
import { act, type Order } from './act.ts';
import { mayAct } from './act-rules.ts';
import { appeal, listAppeals } from './appeals.ts';
import { type CaseFilters, listCases } from './case-list.ts';
import { findCase } from './case-view.ts';
import {
  findWaitingDeeds,
  findWantedDeed,
  keepResult,
  type NewDeed,
  openDeed,
  settleDeed,
} from './channel-deeds.ts';
import { noteOnCase } from './edit-case.ts';
import { countCases } from './history.ts';
import { readRanks } from './ranks.ts';
import { answerReport, findReport, listReports, report } from './reports.ts';
import {
  createTemplate,
  listTemplates,
  removeTemplate,
  suggestTemplates,
  updateTemplate,
} from './templates.ts';
import { listWarnings } from './warning-list.ts';

const ada = { kind: 'member', id: '901', name: 'Ada' } as const;
const grace = { kind: 'staff', id: '7', name: 'grace' } as const;

describe('records of moderation', () => {
  const database = useDatabase();
  const now = Date.now();
  let orders = 0;
  const order = (kind: Order['kind'], more: Partial<Order> = {}): Order => ({
    ...{ guild: '100', user: '900', operation: `int:${++orders}`, kind, actor: ada, reason: 'spam' },
    ...{ seconds: kind === 'timeout' ? 3_600 : null, deleteMessageSeconds: 0, evidence: null },
    ...more,
  });
  const evidence = { channel: '200', message: '300', excerpt: 'buy now' };

  before(async () => {
    await database.db.raw(`
      INSERT INTO guilds (id, name, owner_id) VALUES (100, 'Workshop', 905), (101, 'Cellar', NULL);
      INSERT INTO discord_users (id, username, bot) VALUES (900, 'ken', false), (901, 'ada', false), (10, 'bot', true);
      INSERT INTO guild_roles (guild_id, id, name, position, permissions) VALUES
        (100, 100, '@everyone', 0, 0), (100, 51, 'mods', 3, ${P.ModerateMembers}), (100, 52, 'old', 3, ${P.KickMembers});
      INSERT INTO guild_members (guild_id, user_id, name, roles, active, seen_at) VALUES
        (100, 900, 'Ken', '{}', true, now()), (100, 901, 'Ada', '{51,52}', true, now()), (100, 10, 'Bot', '{52}', false, now());
      INSERT INTO moderation_configs (guild_id, values) VALUES (100, '{"ladder":[{"warnings":2,"action":"kick"}]}')`);
    await act(
      { db: database.db, log: silent },
      [
        order('warn', { evidence }),
        order('warn'),
        order('timeout', { actor: grace }),
        order('ban', { guild: '101', user: '902' }),
      ],
      now,
    );
    const note = { guild: '100', number: 1, by: grace, text: 'They said sorry.', operation: 'int:note' };
    for (let time = 0; time < 2; time++) await noteOnCase(database, note);
    await appeal(database, { guild: '100', number: 1, user: '900', text: 'Sorry.' });
    await database
      .db('moderation_cases')
      .where('guild_id', 101)
      .update({ effect: 'failed', answer: 'Missing' });
  });

  it('list cases by what one looks for, in a guild or in several, page by page', async () => {
    const found = async (filters: CaseFilters, guilds: string[] | null = null) =>
      (await listCases(database, guilds, { ...filters, limit: 10 })).map(
        ({ guild, number }) => `${guild}/${number}`,
      );
    expect(await found({})).eql(['100/4', '101/1', '100/3', '100/2', '100/1']);
    expect(await found({}, ['100', '101'])).eql(['100/4', '101/1', '100/3', '100/2', '100/1']);
    expect(await found({}, [])).eql([]);
    expect(await found({ kind: 'warn' }, ['100'])).eql(['100/2', '100/1']);
    expect(await found({ user: '902' })).eql(['101/1']);
    expect(await found({ actor: '7' })).eql([]); // a member of staff, whose id may be a key's as well
    expect(await found({ actor: '@ADA' })).eql(['100/4', '101/1', '100/2', '100/1']);
    expect(await found({ actor: 'nobody' })).eql([]);
    expect(await found({ state: 'failed' })).eql(['101/1']);
    expect(await found({ state: 'resolved' })).eql([]);
    expect(await found({ number: 2 }, ['100'])).eql(['100/2']);
    expect(await found({ from: new Date(now - HOUR), to: new Date(now + HOUR) })).length(5);
    expect(await found({ from: new Date(now + HOUR) })).eql([]);
    const [first, second] = await listCases(database, ['100', '101'], { limit: 2 });
    const rest = await listCases(database, ['100', '101'], { limit: 10, before: second?.id });
    expect([first, ...rest].map((each) => each?.guildName)).eql([...Array(4).fill('Workshop')]);
    expect(first).include({ userName: 'Ken', actorName: 'Ada' });
  });

  it('show a case with all that belongs to it', async () => {
    const viewed = await findCase(database, '100', 1);
    expect(viewed).containSubset({
      ...{ kind: 'warn', evidence, firings: [], ledTo: null, auditEntry: null },
      notes: [{ by: 'grace', text: 'They said sorry.' }],
      warning: { withdrawnAt: null },
      appeal: { state: 'open', text: 'Sorry.' },
    });
    expect(viewed?.notes[0]?.at).instanceOf(Date);
    expect((await findCase(database, '100', 2))?.ledTo).eq(4);
    expect(await findCase(database, '100', 99)).eq(undefined);
    expect(await listAppeals(database, '100', { state: 'open', limit: 5 })).containSubset([
      { case: 1, kind: 'warn', userName: 'Ken' },
    ]);
  });

  it('tell what a member has been through', async () => {
    const activeWarnings = await listWarnings(database, ['100'], { user: '900', state: 'active', limit: 5 });
    expect(await countCases(database.db, '100', '900')).include({ warn: 2, timeout: 1, kick: 1, ban: 0 });
    expect(activeWarnings.map(({ number, by, state }) => [number, by, state])).eql([
      [2, 'Ada', 'active'],
      [1, 'Ada', 'active'],
    ]);
  });

  it('rank members, owners, who left, and strangers', async () => {
    const ranks = await readRanks({ db: database.db, clock: () => now }, '100', [
      '900',
      '901',
      '905',
      '10',
      '999',
    ]);
    expect([...ranks.keys()]).length(5);
    expect(ranks.get('901')).eql({
      ...{ user: '901', isBot: false, isMember: true, isOwner: false, isUnknown: false },
      ...{ top: { position: 3, role: '51' }, permissions: P.ModerateMembers | P.KickMembers },
    });
    expect(ranks.get('905')).include({ isOwner: true, isMember: false });
    expect(ranks.get('10')).deep.include({
      isBot: true,
      isMember: false,
      permissions: 0n,
      top: { position: 0, role: '100' },
    });
    expect(ranks.get('999')).include({ isMember: false, isBot: false });
  });

  it('rank nobody of a guild whose roles are not known yet', async () => {
    await database.db('guilds').insert({ id: '102', name: 'Attic', members_loaded_at: new Date() });
    const ranks = await readRanks({ db: database.db, clock: () => now }, '102', ['901', '902']);
    const [invoker, target] = [ranks.get('901'), ranks.get('902')];
    if (!invoker || !target) throw new Error('nobody is ranked');
    const at = { invoker: { ...invoker, permissions: P.ModerateMembers }, bot: undefined };
    expect(mayAct('warn', { ...at, target: { ...target, isMember: true } })).eql({ is: 'not-known-yet' });
  });

  it('take reports once from each member, and an answer once', async () => {
    const about = { guild: '100', channel: '200', message: '300', author: '900', excerpt: 'x'.repeat(5_000) };
    const tell = (reporter: string) =>
      report(database, { ...about, reporter, reporterName: `user-${reporter}`, reason: '' });
    const both = await Promise.all([tell('901'), tell('901')]);
    expect(both.map(({ is }) => is).sort()).eql(['already', 'reported']);
    expect(new Set(both.map((each) => each.is !== 'too-many' && each.id)).size).eq(1);
    await tell('902');
    const [latest, first] = await listReports(database, '100', { state: 'open', limit: 5 });
    expect(first?.version).eq(1);
    expect(latest).include({ reporterName: 'user-902', authorName: 'Ken' });
    const handled = { state: 'handled', case: 1, by: grace } as const;
    const id = first?.id ?? '';
    expect(await answerReport(database, '100', id, { ...handled, case: 99 })).eql({ is: 'unknown-case' });
    expect(await answerReport(database, '100', id, { ...handled, version: 9 })).include({ is: 'already' });
    const answers = await Promise.all([1, 2].map(() => answerReport(database, '100', id, handled)));
    expect(answers.map(({ is }) => is)).eql(['answered', 'answered']);
    expect(await database.db('case_notes').whereLike('text', `Followed from report ${id} %`)).length(1);
    for (const other of [{ by: ada }, { case: 2 }, { state: 'dismissed' as const }])
      expect(await answerReport(database, '100', id, { ...handled, ...other })).include({ is: 'already' });
    expect(await findReport(database, '100', id)).include({ case: 1, state: 'handled', answeredBy: 'grace' });
    expect(await answerReport(database, '101', id, handled)).eql({ is: 'unknown' });
  });

  it('take ten reports of a member within an hour, and know a retry from a report made before', async () => {
    const about = { guild: '100', channel: '200', author: '900', excerpt: '', reason: '' };
    const tell = (message: number) =>
      report(database, { ...about, message: String(message), reporter: '905', reporterName: 'user-905' });
    const all = await Promise.all(Array.from({ length: 12 }, (_, i) => tell(1_000 + i)));
    expect(all.filter(({ is }) => is === 'reported')).length(10);
    const first = all.findIndex(({ is }) => is === 'reported');
    expect(await tell(1_000 + first)).include({ is: 'already', isRetry: true });
    const mine = () => database.db('reports').where({ reporter_id: '905' });
    await mine().update({ created_at: new Date(Date.now() - 2 * HOUR) });
    expect(await tell(1_000 + first)).include({ is: 'already', isRetry: false });
    expect(await tell(1_100)).include({ is: 'reported' });
    await mine().delete();
  });

  it('keep templates of reasons, with what was changed', async () => {
    const by = { actor: grace };
    const draft = { name: 'Spam', text: 'Unwanted advertising.' };
    const made = await Promise.all([1, 2].map(() => createTemplate(database, '100', draft, by)));
    expect(made.map(({ is }) => is).sort()).eql(['created', 'name-taken']);
    const flood = await createTemplate(database, '100', { name: 'Flood', text: '100 % spam' }, by);
    if (flood.is !== 'created') throw new Error(flood.is);
    const { id } = flood.template;
    const update = (name: string, version: number) =>
      updateTemplate(database, '100', { id, version, changes: { name } }, by);
    expect((await update('SPAM', 1)).is).eq('name-taken');
    expect(await update('Flooding', 1)).containSubset({
      is: 'changed',
      template: { version: 2, text: '100 % spam' },
    });
    expect((await update('Flut', 1)).is).eq('stale');
    const suggested = async (typed: string) =>
      (await suggestTemplates(database, '100', typed)).map(({ name }) => name);
    expect(await suggested('spam')).eql(['Spam', 'Flooding']);
    expect(await suggested('%')).eql(['Flooding']);
    expect(await suggested('')).eql(['Flooding', 'Spam']);
    expect(await removeTemplate(database, '100', { id, version: 1 }, by)).include({ is: 'stale' });
    for (const is of ['removed', 'unknown'])
      expect((await removeTemplate(database, '100', { id }, by)).is).eq(is);
    expect(await listTemplates(database, '100')).length(1);
    const audited = await database.db('audit_entries').orderBy('id').pluck('action');
    expect(audited).eql(['template.created', 'template.created', 'template.changed', 'template.removed']);
  });

  it('want something of a channel once, and settle it once', async () => {
    const deed = { is: 'purge', count: 5, user: null, before: '400' } as const;
    const wanted: NewDeed = {
      guild: '100',
      channel: '200',
      operation: 'int:purge',
      deed,
      actor: ada,
      reason: '',
    };
    const [first, second] = [await openDeed(database, wanted), await openDeed(database, wanted)];
    expect(second).eql(first);
    expect(first).containSubset({ deed, effect: 'wanted', result: null, actorName: 'Ada' });
    const old = { changed_at: new Date(Date.now() - MINUTE) };
    await database.db('channel_deeds').update(old);
    expect(await findWaitingDeeds(database, 5)).eql([{ id: first.id, guild: '100' }]);
    expect(await findWaitingDeeds(database, 5)).eql([]);
    await keepResult(database, first.id, { is: 'purge', messages: ['1'], older: 0 });
    expect((await findWantedDeed(database, first.id))?.result).eql({
      is: 'purge',
      messages: ['1'],
      older: 0,
    });
    await settleDeed(database, first.id, { effect: 'done', answer: null, result: null });
    await settleDeed(database, first.id, { effect: 'failed', answer: 'no', result: null });
    expect(await findWantedDeed(database, first.id)).eq(undefined);
    expect(await openDeed(database, wanted)).deep.include({ effect: 'done', answer: null });
  });
});
