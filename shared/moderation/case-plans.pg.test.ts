import { expect } from 'chai';
import { DAY, HOUR } from '../core/clock.ts';
import { useDatabase } from '../testing/database.ts';
import { blocksRead, tablesScanned } from '../testing/plans.ts';
import { type CaseFilters, listCases } from './case-list.ts';
import { findCase } from './case-view.ts';
import { countCases } from './history.ts';
import { countByGuild } from './member-totals.ts';
import { listWarnings, type WarningFilters } from './warning-list.ts';

const many = 30_000;

describe('lists of very many cases', () => {
  const database = useDatabase();

  before(async function () {
    this.timeout(30_000);
    await database.db.raw(`
      INSERT INTO guilds (id) SELECT 100 + g FROM generate_series(0, 10000) g;
      INSERT INTO moderation_cases (guild_id, number, operation, kind, user_id, actor_kind, actor_id, actor_name, effect,
          ends_at, resolved_at, created_at)
        SELECT 100 + CASE WHEN i % 2 = 0 THEN 0 WHEN i % 3 = 0 THEN i % 10000 ELSE i % 20 END, i, 'int:' || i, CASE WHEN i % 3 = 0 THEN 'timeout' ELSE 'warn' END,
          1000 + i % 5000, CASE WHEN i % 5 = 0 THEN 'member' ELSE 'system' END, CASE WHEN i % 5 = 0 THEN 5000 + i % 100 END, 'x',
          CASE WHEN i % 3000 = 0 THEN 'failed' ELSE 'done' END, CASE WHEN i % 3 = 0 THEN now() + i * interval '1 second' END,
          CASE WHEN i % 3 = 0 AND i % 2 = 0 THEN now() END, now() - (30000 - i) * interval '10 minutes'
        FROM generate_series(1, ${many}) i;
      INSERT INTO user_warnings (guild_id, user_id, case_id, actor_name, expires_at)
        SELECT guild_id, user_id, id, 'x', now() + (number - 20000) * interval '1 minute' FROM moderation_cases WHERE kind = 'warn';
      UPDATE user_warnings SET withdrawn_at = now() WHERE id % 997 = 0;
      ANALYZE moderation_cases, user_warnings`);
  });

  const scanned = async (work: () => Promise<unknown>) =>
    (await tablesScanned(database.db, work)).filter((table) =>
      /^(moderation_cases|user_warnings)$/.test(table),
    );
  const from = new Date(Date.now() - HOUR);
  const months = new Date(Date.now() - 150 * DAY);
  const asked: [string[] | null, CaseFilters][] = [
    [['100'], {}],
    [['103', '104'], {}],
    [null, {}],
    [['100'], { user: '1234' }],
    [null, { user: '1234' }],
    [['100'], { actor: '5005' }],
    [null, { actor: 'ada' }],
    [['100'], { kind: 'ban' }],
    [['100'], { state: 'failed' }],
    [null, { state: 'failed' }],
    [['103'], { state: 'open', from }],
    [null, { number: 5 }],
    [['100', '103'], { number: 5 }],
    [['100'], { to: months }],
    [null, { to: months }],
    [null, { to: months, from: new Date(months.getTime() - HOUR), state: 'open' }],
  ];

  it('read no table from end to end', async () => {
    for (const [guilds, filters] of asked)
      for (const before of [undefined, '15000'])
        expect(
          await scanned(() => listCases(database, guilds, { ...filters, before, limit: 50 })),
          JSON.stringify([guilds, filters]),
        ).eql([]);
    const warnings: [string[] | null, WarningFilters][] = [
      [['100'], { state: 'active' }],
      [null, { user: '1234', state: 'withdrawn' }],
      [['100'], { state: 'withdrawn' }],
      [['100', '103'], { state: 'withdrawn' }],
      [null, { state: 'withdrawn' }],
    ];
    for (const [guilds, filters] of warnings)
      expect(await scanned(() => listWarnings(database, guilds, { ...filters, limit: 50 }))).eql([]);
    expect(await scanned(() => findCase(database, '100', 1_000))).eql([]);
    expect(await scanned(() => countCases(database.db, '100', '1234'))).eql([]);
    expect(await scanned(() => countByGuild(database, '1234', ['100', '103']))).eql([]);
  });

  const reads = async (most: number, list: (guilds: string[] | null) => Promise<unknown>) => {
    for (const guilds of [null, ['100'], ['103', '104']])
      expect(await blocksRead(database.db, () => list(guilds)), `${guilds}`).at.most(most);
  };

  it('of a time that is long over read none of what came since', () =>
    reads(500, (guilds) => listCases(database, guilds, { to: months, limit: 50 })));

  it('with one number read that alone', () =>
    reads(40, (guilds) => listCases(database, guilds, { number: 5, limit: 50 })));

  it('of withdrawn warnings read no others', () =>
    reads(150, (guilds) => listWarnings(database, guilds, { state: 'withdrawn', limit: 50 })));
});
