import { expect } from 'chai';
import fc from 'fast-check';
import type { ChunkEvent, Envelope, MemberSighting } from '../../shared/core/events.ts';
import { silent } from '../../shared/core/log.ts';
import { snowflakeAt } from '../../shared/core/snowflake.ts';
import type { Knex } from '../../shared/db/knex.ts';
import { takeRuns, wantRuns } from '../../shared/sync/runs.ts';
import { useDatabase } from '../../shared/testing/database.ts';
import { useRedis } from '../../shared/testing/redis.ts';
import { saveChunk } from './chunks.ts';
import { dismissMembers, saveSeenMembers } from './members.ts';

const guild = '290926798626357999';
const people = 5;
const begin = 1_800_000_000_000;

/** What one person does, or the bot: everything that Discord tells of a guild's members. */
const Step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ does: fc.constant('join' as const), who: fc.nat(people - 1) }) },
  { weight: 3, arbitrary: fc.record({ does: fc.constant('leave' as const), who: fc.nat(people - 1) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      does: fc.constant('nick' as const),
      who: fc.nat(people - 1),
      to: fc.constantFrom(null, 'a', 'b'),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      does: fc.constant('rename' as const),
      who: fc.nat(people - 1),
      to: fc.constantFrom('x', 'y'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('load' as const), who: fc.nat(people - 1) }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('restart' as const), who: fc.nat(people - 1) }) },
);
type Step = { does: string; who: number; to?: string | null };

describe('members, heard of in any order', () => {
  const database = useDatabase();
  const memory = useRedis();

  it('end as Discord has them, whatever order, repetition and worker the sightings come by', async function () {
    this.timeout(120_000);
    const seeds = fc.record({
      steps: fc.array(Step, { minLength: 1, maxLength: 25 }),
      order: fc.infiniteStream(fc.nat()),
    });
    await fc.assert(
      fc.asyncProperty(seeds, async ({ steps, order }) => {
        const { db } = database;
        await reset(db);
        const story = await live(db, memory.redis, steps);
        await hear(db, memory.redis, story.events, order);
        expect(await rowsOf(db)).to.deep.equal(story.truth);
      }),
      { numRuns: process.env.TEST_FULL ? 1_000 : 60 },
    );
  });
});

type Heard =
  | { t: 'here'; event: Envelope<'GUILD_MEMBER_UPDATE'> }
  | { t: 'gone'; event: Envelope<'GUILD_MEMBER_REMOVE'> }
  | { t: 'chunk'; event: Envelope<'GUILD_MEMBERS_CHUNK'> };

/** Plays the steps; answers with what the shard passed on, and how it ended. A load asks at once, as the shard does. */
async function live(db: Knex, redis: Parameters<typeof wantRuns>[0]['redis'], steps: readonly Step[]) {
  const world = new Map<number, { nick: string | null }>();
  const names = Array.from({ length: people }, () => 'x');
  const known = { members: new Map<number, string>(), profiles: new Map<number, string>() };
  const events: Heard[] = [];
  let at = begin;

  const sighting = (who: number): MemberSighting => ({
    user: { id: idOf(who), username: `user${who}`, globalName: names[who] ?? '', avatar: null, bot: false },
    nick: world.get(who)?.nick ?? null,
    avatar: null,
    roles: [],
    joinedAt: null,
    timedOutUntil: null,
    pending: false,
  });
  function pass(who: number, joined = false): void {
    const member = sighting(who);
    const [content, profile] = [JSON.stringify(member.nick), names[who] ?? ''];
    const same = known.members.get(who) === content && known.profiles.get(who) === profile;
    known.members.set(who, content);
    known.profiles.set(who, profile);
    if (same && !joined) return;
    events.push({
      t: 'here',
      event: { t: 'GUILD_MEMBER_UPDATE', id: `s-${at}`, at, d: { guild, member } },
    });
  }

  for (const { does, who, to } of steps) {
    at += 1_000;
    if (does === 'restart') known.members.clear();
    if (does === 'join' && !world.has(who)) {
      world.set(who, { nick: null });
      pass(who, true);
    }
    if (does === 'leave' && world.has(who)) {
      const { user } = sighting(who);
      world.delete(who);
      known.members.delete(who);
      events.push({ t: 'gone', event: { t: 'GUILD_MEMBER_REMOVE', id: `s-${at}`, at, d: { guild, user } } });
    }
    if (does === 'nick' && world.has(who)) {
      world.set(who, { nick: to ?? null });
      pass(who);
    }
    if (does === 'rename' && world.has(who)) {
      names[who] = to ?? 'x';
      pass(who);
    }
    if (does === 'load') events.push(...(await load(db, redis, at, [...world.keys()].map(sighting))));
  }
  const truth = [...world].map(([who, { nick }]) => ({ user: idOf(who), name: nick ?? names[who], nick }));
  return { events, truth: truth.toSorted((a, b) => (a.user < b.user ? -1 : 1)) };
}

/** Only while no other load is under way. Of two chunks, so that a run may be half done. */
async function load(
  db: Knex,
  redis: Parameters<typeof wantRuns>[0]['redis'],
  at: number,
  members: MemberSighting[],
): Promise<Heard[]> {
  await wantRuns({ db, redis }, [{ guild, reason: 'panel', requestedBy: null }]);
  const [taken] = await takeRuns(db, { shard: 0, shards: 1, session: 's', now: at }, 1);
  if (!taken) return [];
  const half = Math.ceil(members.length / 2);
  const chunks: ChunkEvent[] = [members.slice(0, half), members.slice(half)].map((some, index) => ({
    guild,
    run: taken.run,
    index,
    count: 2,
    members: some,
  }));
  return chunks.map((d, index) => ({
    t: 'chunk',
    event: { t: 'GUILD_MEMBERS_CHUNK', id: `s-${at}-${index}`, at, d },
  }));
}

/** In any order, some twice, by three workers side by side. */
async function hear(
  db: Knex,
  redis: Parameters<typeof wantRuns>[0]['redis'],
  events: readonly Heard[],
  order: Iterable<number>,
): Promise<void> {
  const random = order[Symbol.iterator]();
  const next = () => Number(random.next().value);
  const all = [...events, ...events.filter(() => next() % 4 === 0)];
  const shuffled = all.map((event) => ({ event, by: next() })).toSorted((a, b) => a.by - b.by);
  const lanes: Heard[][] = [[], [], []];
  for (const [n, { event }] of shuffled.entries()) lanes[n % lanes.length]?.push(event);
  await Promise.all(
    lanes.map(async (lane) => {
      for (const one of lane) await handle(db, redis, one);
    }),
  );
}

async function handle(db: Knex, redis: Parameters<typeof wantRuns>[0]['redis'], one: Heard): Promise<void> {
  if (one.t === 'chunk') return saveChunk({ db, redis, log: silent }, one.event);
  if (one.t === 'gone') return dismissMembers({ db }, { events: [one.event], attempt: 0 });
  return saveSeenMembers({ db }, { events: [one.event], attempt: 0 });
}

async function reset(db: Knex): Promise<void> {
  await db.raw(
    'DELETE FROM sync_runs; DELETE FROM guild_members; DELETE FROM discord_users; DELETE FROM guilds',
  );
  await db('guilds').insert({ id: guild });
}

async function rowsOf(db: Knex): Promise<unknown[]> {
  return db('guild_members')
    .where({ guild_id: guild, active: true })
    .select('user_id as user', 'name', 'nick')
    .orderBy('user_id');
}

function idOf(who: number): string {
  return snowflakeAt(1_700_000_000_000, who + 1);
}
