import { expect } from 'chai';
import fc from 'fast-check';
import type { ChannelSighting, RoleSighting } from '../core/events.ts';
import type { Knex } from '../db/knex.ts';
import { useDatabase } from '../testing/database.ts';
import { type SeenPart, saveSeenChannels, saveSeenRoles } from './parts.ts';
import { listChannels, listRoles, saveGuilds } from './store.ts';

const guild = '700';
const parts = 3;
const names = ['a', 'b', 'c'];

/** Somebody makes, renames or deletes a role and a channel, or Discord tells all of them. */
const Step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      does: fc.constant('set' as const),
      part: fc.nat(parts - 1),
      name: fc.constantFrom(...names),
    }),
  },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('delete' as const), part: fc.nat(parts - 1) }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('list' as const) }) },
);
type Step = typeof Step extends fc.Arbitrary<infer T> ? T : never;

type Heard = { at: number } & (
  | { is: 'here'; id: string; name: string }
  | { is: 'gone'; id: string }
  | { is: 'list'; names: Map<string, string> }
);

describe('roles and channels, heard of one by one and in lists', () => {
  const database = useDatabase();

  it('end as Discord has them, in whatever order, repetition and company', async function () {
    this.timeout(120_000);
    const stories = fc.record({
      steps: fc.array(Step, { minLength: 1, maxLength: 20 }),
      random: fc.infiniteStream(fc.nat()),
    });
    await fc.assert(
      fc.asyncProperty(stories, async ({ steps, random }) => {
        const { db } = database;
        await db.raw('DELETE FROM guild_roles; DELETE FROM guild_channels; DELETE FROM guilds');
        const { heard, truth } = live(steps);
        await hear(db, heard, random);
        expect(await activeOf(db)).to.deep.equal({ roles: truth, channels: truth });
      }),
      { numRuns: process.env.TEST_FULL ? 1_000 : 60 },
    );
  });

  it('stay, named, where they are deleted; an unknown one that is deleted is none', async () => {
    const { db } = database;
    await db.raw('DELETE FROM guild_roles; DELETE FROM guild_channels; DELETE FROM guilds');
    await saveSeenRoles(db, [here(role('1', 'Helper'), 1)]);
    await saveSeenRoles(db, [gone('1', 2), gone('2', 3)]);
    await saveSeenChannels(db, [here(channel('1', 'talk'), 1)]);
    await saveSeenChannels(db, [gone('1', 2)]);
    await saveSeenRoles(db, [here(role('1', 'Old name'), 1)]);
    const roles = await listRoles({ db }, guild);
    expect(roles.map(({ id, name, active }) => [id, name, active])).to.deep.equal([
      ['1', 'Helper', false],
      ['2', '', false],
    ]);
    expect((await listChannels({ db }, guild)).map(({ name, active }) => [name, active])).to.deep.equal([
      ['talk', false],
    ]);
  });
});

/** What was said, each at its own time, and what there is in the end. What a list follows may have been missed. */
function live(steps: readonly Step[]): { heard: Heard[]; truth: Record<string, string> } {
  const world = new Map<string, string>();
  let heard: Heard[] = [];
  for (const [index, step] of steps.entries()) {
    const at = (index + 1) * 10;
    if (step.does === 'list') {
      heard = heard.filter((one) => one.is === 'list' || one.at % 3 !== 0);
      heard.push({ is: 'list', at, names: new Map(world) });
    } else if (step.does === 'set') {
      const id = String(step.part + 1);
      world.set(id, step.name);
      heard.push({ is: 'here', at, id, name: step.name });
    } else if (world.delete(String(step.part + 1))) {
      heard.push({ is: 'gone', at, id: String(step.part + 1) });
    }
  }
  return { heard, truth: Object.fromEntries([...world].sort()) };
}

/** In any order, some twice, by three workers side by side, now and then several at once. */
async function hear(db: Knex, heard: readonly Heard[], random: Iterable<number>): Promise<void> {
  const numbers = random[Symbol.iterator]();
  const next = () => Number(numbers.next().value);
  const all = [...heard, ...heard.filter(() => next() % 4 === 0)];
  const shuffled = all.map((one) => ({ one, by: next() })).toSorted((a, b) => a.by - b.by);
  const lanes: Heard[][][] = [[], [], []];
  for (const [index, { one }] of shuffled.entries()) {
    const lane = lanes[index % lanes.length];
    const batch = next() % 2 === 0 ? lane?.at(-1) : undefined;
    if (batch) batch.push(one);
    else lane?.push([one]);
  }
  const ends = await Promise.allSettled(
    lanes.map(async (lane) => {
      for (const batch of lane) await save(db, batch);
    }),
  );
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}

async function save(db: Knex, batch: readonly Heard[]): Promise<void> {
  const single = batch.filter((one) => one.is !== 'list');
  await saveSeenRoles(
    db,
    single.map((one) => (one.is === 'here' ? here(role(one.id, one.name), one.at) : gone(one.id, one.at))),
  );
  await saveSeenChannels(
    db,
    single.map((one) => (one.is === 'here' ? here(channel(one.id, one.name), one.at) : gone(one.id, one.at))),
  );
  const lists = batch.filter((one) => one.is === 'list');
  if (lists.length === 0) return;
  await saveGuilds(
    { db },
    lists.map(({ at, names }) => ({
      ...{ guild, at, name: 'Workshop', icon: null, owner: '1', memberCount: null },
      roles: [...names].map(([id, name]) => role(id, name)),
      channels: [...names].map(([id, name]) => channel(id, name)),
    })),
  );
}

async function activeOf(db: Knex): Promise<Record<string, Record<string, string>>> {
  const namesOf = (rows: { id: string; name: string; active: boolean }[]) =>
    Object.fromEntries(rows.flatMap(({ id, name, active }) => (active ? [[id, name] as const] : [])).sort());
  return {
    roles: namesOf(await listRoles({ db }, guild)),
    channels: namesOf(await listChannels({ db }, guild)),
  };
}

function here<T>(part: T, at: number): SeenPart<T> {
  return { is: 'here', guild, at, part };
}

function gone<T>(id: string, at: number): SeenPart<T> {
  return { is: 'gone', guild, at, id };
}

function role(id: string, name: string): RoleSighting {
  return { id, name, color: 0, position: 0, permissions: '0', managed: false };
}

function channel(id: string, name: string): ChannelSighting {
  return { id, name, type: 0, position: 0, parent: null, overwrites: [] };
}
