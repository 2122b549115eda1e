import { expect } from 'chai';
import { payAwards } from '../../bytes/award.ts';
import { giveFreezes } from '../../bytes/freezes.ts';
import { give } from '../../bytes/gift.ts';
import { declareOutage } from '../../bytes/outage-days.ts';
import { findDifferences } from '../../bytes/queries.ts';
import { BytesConfig } from '../../bytes/settings.ts';
import { transfer } from '../../bytes/transfer.ts';
import { DAY } from '../../core/clock.ts';
import type { Knex } from '../../db/knex.ts';
import { cancelJoin, cancelLeave, join, leave } from '../../squads/membership.ts';
import { useDatabase } from '../database.ts';
import { firstDay, orderOn } from '../members.ts';
import { useRedis } from '../redis.ts';

const guild = '100';
const profile = (id: string) => ({ id, username: `user-${id}`, globalName: null, avatar: null });
const [ada, ben] = [profile('900'), profile('901')] as const;
const config = BytesConfig.parse({ mostFreezes: 5 });
const by = { kind: 'staff', id: '1', name: 'owner' } as const;

/** One of everything that changes a member's account: asked with the same operation, at different times. */
const askings: Record<string, { ask(deps: Deps): Promise<unknown>; differs?: string[] }> = {
  'an award': { ask: (deps) => payAwards(deps, [award]), differs: ['awards', 'found', 'covered'] },
  'an award, tried again': {
    ask: (deps) => payAwards(deps, [next], { sure: true }),
    differs: ['awards', 'found', 'covered'],
  },
  'a transfer': {
    ask: (deps) =>
      transfer(deps, {
        operation: 'int:1',
        at: firstDay * DAY,
        guild,
        giver: ada,
        receiver: { ...ben, bot: false, member: true },
        amount: 20,
        reason: null,
        config,
      }),
  },
  'a gift': { ask: (deps) => give(deps, { ...gift, operation: 'job:1', amount: 7 }) },
  'bytes that are taken': { ask: (deps) => give(deps, { ...gift, operation: 'job:2', amount: -7 }) },
  freezes: {
    ask: (deps) => giveFreezes(deps, { operation: 'job:3', guild, user: ada.id, amount: 2, by, config }),
  },
  'a first squad': {
    ask: (deps) => join(deps, { ...inSquad('prompt:1'), squad: deps.squads[0], agreed: 0 }),
  },
  'a further squad': {
    ask: (deps) => join(deps, { ...inSquad('prompt:2'), squad: deps.squads[1], agreed: 50 }),
  },
  leaving: { ask: (deps) => leave(deps, inSquad('prompt:3')) },
  'a join taken back': { ask: (deps) => cancelJoin(deps, { operation: 'prompt:4', guild, user: ada.id }) },
  'a leave taken back': { ask: (deps) => cancelLeave(deps, { operation: 'prompt:5', guild, user: ada.id }) },
  'outage days': {
    ask: (deps) => declareOutage(deps, { days: [firstDay, firstDay + 1], by }),
    differs: ['days', 'relinked'],
  },
};

const award = orderOn(2, { user: '900' });
const next = orderOn(3, { user: '900' });
const gift = { guild, user: '900', reason: 'test', by };
const inSquad = (operation: string) => ({ operation, guild, user: ada, config });
type Deps = Parameters<typeof payAwards>[0] & { squads: [string, string] };

describe('asked twice, done once', () => {
  const database = useDatabase();
  const cache = useRedis();
  let db: Knex;
  let squads: [string, string];
  const deps = (): Deps => ({
    db,
    redis: cache.redis,
    clock: () => (firstDay + 4) * DAY,
    partitions: 1,
    squads,
  });

  before(async () => {
    db = database.db;
    await payAwards(deps(), [orderOn(0, { user: '901' }), orderOn(0, { user: '900' })]);
    await give(deps(), { ...gift, operation: 'job:0', amount: 500 });
    const rows = ['Red', 'Blue'].map((name, n) => ({ guild_id: guild, name, role_id: 300 + n }));
    const [red, blue] = await db('squads').insert(rows, 'id');
    squads = [red.id, blue.id];
  });

  for (const [what, { ask, differs = [] }] of Object.entries(askings)) {
    it(what, async () => {
      const before = await everything();
      const [first, second] = await Promise.all([ask(deps()), ask(deps())]);
      const once = await everything();
      await cache.redis.flushdb();
      const third = await ask(deps());
      expect(await everything()).to.deep.equal(once);
      expect(once).not.to.deep.equal(before, 'it had no effect at all');
      for (const answer of [second, third]) expect(pick(answer, differs)).to.deep.equal(pick(first, differs));
      expect(await findDifferences({ db })).to.deep.equal([]);
    });
  }

  /** All rows that tell of the economy. */
  async function everything(): Promise<Record<string, unknown[] | undefined>> {
    const tables = [
      'bytes',
      'guild_members',
      'squad_members',
      'role_grants',
      'frozen_days',
      'outage_days',
      'audit_entries',
      'operations',
    ];
    const rows: unknown[][] = await Promise.all(tables.map((table) => db(table).orderByRaw('1, 2')));
    return Object.fromEntries(tables.map((table, i) => [table, rows[i]]));
  }
});

/** An answer without what may differ: who of them did it. */
function pick(answer: unknown, differs: string[]): unknown {
  const parts = Object.entries(Object(answer));
  return Object.fromEntries(parts.filter(([name]) => name !== 'repeated' && !differs.includes(name)));
}
