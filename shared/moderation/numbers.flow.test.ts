import { expect } from 'chai';
import { AuditLogEvent } from 'discord-api-types/v10';
import { recordFirings } from '../automod/firings.ts';
import { hit, noon } from '../automod/hit.fixture.ts';
import type { Actor } from '../core/actor.ts';
import { MINUTE } from '../core/clock.ts';
import { silent } from '../core/log.ts';
import { snowflakeAt } from '../core/snowflake.ts';
import { type Knex, openDatabase } from '../db/knex.ts';
import { useDatabase } from '../testing/database.ts';
import { act } from './act.ts';
import { recordNative } from './natives.ts';

const kinds = ['warn', 'timeout', 'kick', 'ban', 'note'] as const;
const of = <T>(list: readonly T[], index: number) => list[index % list.length] as T;

describe('numbers of cases', () => {
  const database = useDatabase();

  it('are 1 to 200, each once, where 200 actions come at once from everywhere, each twice', async () => {
    await database.db.raw('INSERT INTO guilds (id) VALUES (100)');
    const processes = [1, 2, 3].map(() => openDatabase(database.url, { pool: 8, name: 'test' }));
    const command = (db: Knex, index: number, actor: Actor, operation: string) => {
      const kind = of(kinds, index);
      const terms = { seconds: kind === 'timeout' ? 60 : null, deleteMessageSeconds: 0, evidence: null };
      const order = { guild: '100', user: String(900 + (index % 40)), operation, kind, actor, reason: '' };
      return act({ db, log: silent }, [{ ...order, ...terms }], noon);
    };
    const ways: ((db: Knex, index: number) => Promise<unknown>)[] = [
      (db, index) => command(db, index, { kind: 'member', id: '901', name: 'ada' }, `int:${index}`),
      (db, index) => command(db, index, { kind: 'staff', id: '1', name: 'grace' }, `http:${index}`),
      (db, index) => {
        const burst = {
          user: String(900 + (index % 40)),
          burst: snowflakeAt(noon, index),
          rule: String(index + 1),
        };
        const at = [index * 300]; // no two are of one incident
        return recordFirings({ db }, [hit({ is: 'kick' }, { ...burst, at })], {
          ...{ now: noon + MINUTE, policies: new Map() },
        });
      },
      (db, index) => {
        const about = { guild: '100', by: '902', target: String(900 + (index % 40)), reason: '' };
        const entry = { ...about, id: snowflakeAt(start, index), action: AuditLogEvent.MemberBanAdd };
        return recordNative({ db }, [entry], '10');
      },
    ];
    const start = Date.now();
    const actions = Array.from({ length: 200 }, (_, index) => index);
    try {
      await Promise.all(
        [0, 1].flatMap((again) =>
          actions.map((index) => of(ways, index)(of(processes, Math.trunc(index / 4) + again), index)),
        ),
      );
    } finally {
      await Promise.all(processes.map((db) => db.destroy()));
    }
    const numbers = await database.db('moderation_cases').orderBy('id').pluck('number');
    expect(numbers).eql(actions.map((index) => index + 1));
    expect(await database.db('case_counters').first('latest')).eql({ latest: 200 });
    const open = await database
      .db('moderation_cases')
      .where('kind', 'ban')
      .whereNull('resolved_at')
      .whereNot('operation', 'like', 'firing:%')
      .groupBy('user_id')
      .havingRaw('count(*) > 1')
      .pluck('user_id');
    expect(open).eql([]);
  });
});
