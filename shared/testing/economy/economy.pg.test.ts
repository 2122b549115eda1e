import { expect } from 'chai';
import { MINUTE } from '../../core/clock.ts';
import type { Knex } from '../../db/knex.ts';
import { useDatabase } from '../database.ts';
import { useRedis } from '../redis.ts';
import { assertAll } from './assertions.ts';
import { recordStates } from './committed-states.ts';
import { guild } from './deeds.ts';
import { observe } from './observer.ts';
import { type Story, simulate } from './simulator.ts';

const isFull = Boolean(process.env.TEST_FULL);
const given = Number(process.env.TEST_SEED ?? 0);
const runs = isFull ? 25 : 2;
const deeds = isFull ? 150 : 50; // of each client

describe('the economy, under eight clients, crashes and a Redis that forgets', () => {
  const database = useDatabase();
  const cache = useRedis();
  let db: Knex;
  let squads: string[];

  before(async () => {
    db = database.db;
    await recordStates(db);
  });
  beforeEach(async () => {
    await cache.redis.flushdb();
    await db.raw(
      'TRUNCATE committed_states, operations, frozen_days, squad_members, squads, bytes, guild_members, guilds CASCADE',
    );
    await db('guilds').insert({ id: guild, name: 'Economy' });
    const rows = ['Red', 'Green', 'Blue'].map((name, n) => ({
      guild_id: guild,
      name,
      role_id: 300 + n,
      capacity: n === 0 ? 2 : null,
    }));
    squads = (await db('squads').insert(rows, 'id')).map(({ id }) => id);
  });

  const seeds = given
    ? [given]
    : Array.from({ length: runs }, (_, n) => 1 + n + Math.floor(Math.random() * 1e6));
  for (const seed of seeds) {
    it(`keeps every promise (TEST_SEED=${seed})`, async function () {
      this.timeout(2 * MINUTE);
      const observer = observe(db);
      const stories = await simulate({ url: database.url, redis: cache.redis, squads, seed, deeds });
      const { looks, breaches } = await observer.stop();
      expect(breaches).to.deep.equal([]);
      expect(looks).to.be.greaterThan(1);
      expect(kindsOf(stories)).to.include.members(['sent', 'given', 'joined', 'left', 'poor', 'handled']);
      expect(
        stories.some(({ asks, answers }) => asks.length > answers.length),
        'nothing crashed',
      ).to.equal(true);
      await assertAll(db, stories);
    });
  }
});

const kindsOf = (stories: Story[]) =>
  stories.flatMap(({ answers }) => answers.map(({ outcome }) => outcome.is));
