import { expect } from 'chai';
import { useDatabase } from '../../testing/database.ts';
import { appeal } from '../appeals.ts';
import { openCases } from '../cases.ts';
import { openDeed, settleDeed } from '../channel-deeds.ts';
import { report } from '../reports.ts';
import { ModerationConfig } from '../settings.ts';
import { logCases } from './cases.ts';
import { logDeeds } from './deeds.ts';
import type { LogEntry } from './entry.ts';
import { logAppeals, logReports } from './reports.ts';

const [guild, silent, role] = ['1', '2', '3'];
const wild = '*\u{1f44b}'.repeat(2_000); // 4,000 characters, each of which takes two
const actor = { kind: 'member', id: '7', name: 'ada' } as const;

describe('entries of logs', () => {
  const database = useDatabase();
  const policies = new Map([
    [guild, policy({ caseLog: '11', reportLog: '12', moderatorRole: role, pingForReports: true })],
    [silent, policy({})],
  ]);

  function policy(values: object): ModerationConfig {
    return ModerationConfig.parse(values);
  }
  function described({ embeds }: Pick<LogEntry, 'embeds'>): string {
    const [{ description = '' } = {}] = embeds;
    expect(description.length).to.be.below(4_096); // Discord documentation, "Embed Limits"
    return description;
  }
  const open = (changes: object = {}) =>
    database.db.transaction((trx) =>
      openCases(trx, [
        {
          ...{ guild, user: '9', operation: 'int:1', kind: 'ban', actor, reason: wild, endsAt: null },
          deleteMessageSeconds: 0,
          ...changes,
        },
      ]),
    );

  before(() => database.db('guilds').insert([guild, silent].map((id) => ({ id, name: id }))));

  it('say of cases what became of them, where the guild wants to know, with a name for each event', async () => {
    const [one] = await open();
    const [other] = await open({ guild: silent });
    const [fired] = await open({ operation: 'firing:1' });
    const told = (what: 'opened' | 'resolved' | 'edited' | 'upgraded') => ({
      id: one?.id ?? '',
      guild,
      what,
    });
    const entries = await logCases(database, policies, [
      { id: other?.id ?? '', guild: silent, what: 'opened' },
      told('opened'),
      told('edited'),
    ]);
    expect(entries.map(({ channel, nonce, pings }) => [channel, nonce, pings])).to.eql([
      ['11', `case-${one?.id}-opened`, undefined],
      ['11', `case-${one?.id}-edited-1`, undefined],
    ]);
    for (const entry of entries) expect(described(entry)).to.include('\\*');
    await database.db('moderation_cases').where({ id: one?.id }).update({
      resolved_at: new Date(),
      resolved_by: 'grace',
      resolved_note: wild,
      lift: 'wanted',
      version: 2,
    });
    const [resolved, again] = await logCases(database, policies, [told('resolved'), told('edited')]);
    expect(resolved && described(resolved))
      .to.include('By: grace')
      .and.include('taken back');
    expect(again?.nonce).to.equal(`case-${one?.id}-edited-2`);
    const shared = new Map([[guild, policy({ caseLog: '11', automodLog: '11' })]]);
    const ofRule = [{ id: fired?.id ?? '', guild, what: 'opened' as const }];
    expect(await logCases(database, policies, ofRule)).to.have.length(1);
    expect(await logCases(database, shared, ofRule)).to.eql([]); // its firing is told there
  });

  it('say what was done to a channel, and how Discord answered', async () => {
    const order = { guild, channel: '21', actor, reason: wild };
    const purge = { is: 'purge', count: 50, user: '9', before: '100' } as const;
    const { id } = await openDeed(database, { ...order, operation: 'int:2', deed: purge });
    const result = { is: 'purge', messages: ['98', '99'], older: 1 };
    await settleDeed(database, id, { effect: 'done', answer: null, result });
    const slow = { is: 'slowmode', seconds: 90 } as const;
    const refused = await openDeed(database, { ...order, operation: 'int:3', deed: slow });
    await settleDeed(database, refused.id, { effect: 'failed', answer: 'Missing Permissions', result: null });
    const lock = { is: 'lock' } as const;
    const open = await openDeed(database, { ...order, operation: 'int:5', deed: lock });
    const moot = await openDeed(database, { ...order, operation: 'int:6', deed: lock });
    await settleDeed(database, moot.id, {
      effect: 'none',
      answer: 'Something later was done.',
      result: null,
    });
    const entries = await logDeeds(database, policies, [id, refused.id, open.id, moot.id]);
    const [one, other, unchanged] = entries; // of what is not settled nothing is told
    expect(entries.map(({ embeds }) => embeds[0]?.title)).to.eql([
      ...['Messages purged', 'Change of slow mode', 'Lock of a channel'],
    ]);
    expect(unchanged && described(unchanged)).to.include('Not done: Something later was done');
    expect(one && described(one)).to.include('2 messages of <@9>');
    expect(other && described(other)).to.include('Missing Permissions');
  });

  it('tell moderators of reports and appeals, and mention them where they want that', async () => {
    const message = {
      guild,
      channel: '21',
      message: '31',
      author: '9',
      reporter: '10',
      reporterName: 'linus',
    };
    const made = await report(database, { ...message, excerpt: wild, reason: wild });
    if (made.is !== 'reported') throw new Error(made.is);
    const [reported] = await logReports(database, policies, [made.id]);
    expect(reported).to.deep.include({ channel: '12', pings: [role], nonce: `report-${made.id}` });
    expect(reported && described(reported)).to.include('https://discord.com/channels/1/21/31');
    const [mine] = await open({ operation: 'int:4', kind: 'warn', user: '9' });
    const filed = await appeal(database, {
      guild,
      number: mine?.number ?? 0,
      user: '9',
      text: '\n'.repeat(2_000),
    });
    const [appealed] = await logAppeals(database, policies, filed.is === 'filed' ? [filed.id] : []);
    expect(appealed).to.deep.include({ channel: '12', pings: [role] });
    expect(appealed && described(appealed)).to.include('<@9>');
  });
});
