import { expect } from 'chai';
import fc from 'fast-check';
import { channelId } from '../../scripts/sandbox/index.ts';
import { MINUTE, SECOND } from '../../shared/core/clock.ts';
import type { Envelope } from '../../shared/core/events.ts';
import { useDatabase } from '../../shared/testing/database.ts';
import { useRedis } from '../../shared/testing/redis.ts';
import type { Context } from '../context.ts';
import { sweepOnce } from '../maintenance/sweep.ts';
import { moderateMessages } from './messages.ts';
import { type NaiveRule, naiveBursts } from './naive.fixture.ts';
import { eventOf, type ModeratedGuild, moderate } from './workshop.fixture.ts';

const members = Array.from({ length: 6 }, (_, i) => `member${i}`);
const texts = [
  'hello everybody, how are you?',
  'free gifts for everybody here',
  'no',
  'a bad word in a sentence',
];
const crashes = ['never', 'after the script', 'before the effects', 'after the effects'] as const;
type Crash = (typeof crashes)[number];

/** Rules are so strong, from the weakest: what each member gets is the strongest of what fires for them. */
const kinds = [
  { kind: 'words', counts: 'matches', action: { is: 'delete' }, word: 'bad' },
  { kind: 'channels', counts: 'channels', action: { is: 'warn' } },
  { kind: 'message-count', counts: 'messages', action: { is: 'timeout', minutes: 60 } },
  { kind: 'duplicates', counts: 'duplicates', action: { is: 'kick' }, minLength: 1 },
  { kind: 'cross-duplicates', counts: 'members', action: { is: 'ban', deleteHours: 0 }, minLength: 1 },
] as const;

const Rules = fc
  .tuple(
    ...kinds.map((one) =>
      fc.record({
        one: fc.constant(one),
        wanted: fc.boolean(),
        deletes: fc.boolean(),
        atLeast: fc.integer({ min: 2, max: 5 }),
        seconds: fc.integer({ min: 3, max: 30 }),
      }),
    ),
  )
  .map((rules) => rules.filter(({ wanted }) => wanted));
const Messages = fc.array(
  fc.record({
    member: fc.constantFrom(...members),
    text: fc.constantFrom(...texts),
    channel: fc.constantFrom('general', 'random'),
    at: fc.integer({ min: 0, max: 90 * SECOND }),
  }),
  { minLength: 20, maxLength: 60 },
);
/** How they arrive: in which order, some of them twice, in batches of so many, each crashing once somewhere. */
const Arrival = fc.record({
  order: fc.constantFrom('as written', 'mixed up'),
  ranks: fc.infiniteStream(fc.integer({ min: 0, max: 1_000 })),
  sizes: fc.infiniteStream(fc.integer({ min: 1, max: 12 })),
  crashes: fc.infiniteStream(fc.constantFrom<Crash>(...crashes)),
});

describe('firings, whatever happens to workers', () => {
  const database = useDatabase();
  const redis = useRedis();

  it('are those of a naive model, and in Discord each member is acted on and each message deleted once', async function () {
    if (process.env.TEST_FULL) this.timeout(20 * MINUTE);
    const property = fc.asyncProperty(Rules, Messages, Arrival, async (rules, messages, arrival) => {
      const start = Date.now() - 5 * MINUTE;
      const at = await moderate(database, redis, members, start);
      try {
        await check(at, { rules, messages, arrival, start });
      } finally {
        await at.close();
      }
    });
    await fc.assert(property, { numRuns: process.env.TEST_FULL ? 200 : 4, endOnFailure: true });
  });

  it('are two for a message that follows a burst and helps the next one to begin, or one where both are seen at once', async () => {
    const [, , , , one] = kinds;
    const rules = [{ one, wanted: true, deletes: true, atLeast: 3, seconds: 10 }];
    const times = [0, 1, 2, 11.5, 12.5, 13]; // the third and the last reach three within ten seconds
    const said = { text: 'free gifts for everybody here', channel: 'general' } as const;
    const messages = times.map((after, i) => ({ member: `member${i}`, ...said, at: after * SECOND }));
    for (const { sizes, firings } of [
      { sizes: [], firings: 7 }, // one by one
      { sizes: [12], firings: 6 },
    ]) {
      const start = Date.now() - 5 * MINUTE;
      const at = await moderate(database, redis, members, start);
      try {
        const arrival = { ranks: [].values(), sizes: sizes.values(), crashes: [].values() };
        await check(at, { rules, messages, arrival: { order: 'as written', ...arrival }, start });
        expect(await database.db('automod_firings')).to.have.length(firings);
      } finally {
        await at.close();
      }
    }
  });

  interface StoredCase {
    number: number;
    kind: string;
    user_id: string;
    ends_at: Date | null;
    effect: string;
    answer: string | null;
  }

  interface Story {
    rules: typeof Rules extends fc.Arbitrary<infer R> ? R : never;
    messages: typeof Messages extends fc.Arbitrary<infer M> ? M : never;
    /** What runs out: batches of one, without crashes. */
    arrival: {
      order: 'as written' | 'mixed up';
      ranks: IterableIterator<number>;
      sizes: IterableIterator<number>;
      crashes: IterableIterator<Crash>;
    };
    start: number;
  }

  async function check(at: ModeratedGuild, { rules, messages, arrival, start }: Story): Promise<void> {
    const made: (NaiveRule & { deletes: boolean; is: string })[] = [];
    for (const { one, deletes, atLeast, seconds } of rules) {
      const settings =
        one.kind === 'words'
          ? { words: ['bad'] }
          : { atLeast, seconds, ...('minLength' in one && { minLength: one.minLength }) };
      const id = await at.rule({
        name: one.kind,
        kind: one.kind,
        action: one.action,
        deleteMessages: deletes,
        settings,
      });
      const counted =
        one.kind === 'words'
          ? { atLeast: 1, within: MINUTE, word: 'bad' }
          : { atLeast, within: seconds * SECOND };
      made.push({
        id,
        counts: one.counts,
        ...counted,
        deletes: deletes || one.action.is === 'delete',
        is: one.action.is,
      });
    }
    const posted = messages.map(({ member, text, channel, at: after }) =>
      at.post(member, text, start + after, channelId(at.guild, channel)),
    );
    const written = posted.map(({ id, channel_id, author, content }) => ({
      ...{ id, channel: channel_id, member: author.id, text: content },
    }));
    at.now = start + 2 * MINUTE;
    await deliver(at, posted.map(eventOf), arrival);
    const bursts = naiveBursts(made, written);
    await compareFirings(bursts, arrival.order === 'as written');
    await at.doEffects();
    await sweepLater(at);
    const gone = new Set(
      bursts
        .filter(({ rule }) => made.find(({ id }) => id === rule)?.deletes)
        .flatMap((burst) => burst.messages),
    );
    compareDeeds(at, gone);
    await compareCases(at);
  }

  /**
   * A burst whose worker died before it asked may, until the batch comes again, have grown into an earlier one by messages
   * that came late: then nobody asks for its case but the sweep.
   */
  async function sweepLater(at: ModeratedGuild): Promise<void> {
    const { db } = database;
    await db('moderation_cases').update({ changed_at: db.raw("now() - interval '1 minute'") });
    await sweepOnce(at.worker());
    await at.doEffects();
  }

  /** By three workers at once; a batch that crashed comes again, perhaps to another one. */
  async function deliver(
    at: ModeratedGuild,
    events: Envelope<'MESSAGE_CREATE'>[],
    arrival: Story['arrival'],
  ) {
    const rank = arrival.ranks[Symbol.iterator]();
    const ranked = [...events, ...events.filter((_, i) => i % 5 === 0)].map((event) => ({
      event,
      rank:
        arrival.order === 'as written'
          ? event.id.padStart(20, '0')
          : String(rank.next().value).padStart(4, '0'),
    }));
    const queue = ranked.sort((a, b) => (a.rank < b.rank ? -1 : 1)).map(({ event }) => event);
    const lanes = arrival.order === 'as written' ? 1 : 3;
    await Promise.all(
      Array.from({ length: lanes }, async () => {
        const worker = at.worker();
        while (queue.length > 0) {
          const batch = queue.splice(0, arrival.sizes.next().value ?? 1);
          const crash = arrival.crashes.next().value ?? 'never';
          const crashed = await moderateMessages(crashing(worker, crash), { events: batch, attempt: 0 }).then(
            () => crash === 'after the effects',
            (error: unknown) => {
              if (!(error instanceof Error) || error.message !== 'crash') throw error;
              return true;
            },
          );
          if (crashed) await moderateMessages(at.worker(), { events: batch, attempt: 1 });
        }
      }),
    );
  }

  function crashing(context: Context, crash: Crash): Context {
    const fail = () => Promise.reject(new Error('crash'));
    if (crash === 'after the script')
      return { ...context, db: Object.create(context.db, { transaction: { value: fail } }) };
    if (crash === 'before the effects')
      return {
        ...context,
        queue: (name, partition) =>
          Object.create(context.queue(name, partition), { addBulk: { value: fail } }),
      };
    return context;
  }

  /**
   * Out of order a burst may begin as two, which a later message joins: then there are two firings of it. And a message
   * between two bursts may be told of both, or at once of that which it helped to begin.
   */
  async function compareFirings(bursts: ReturnType<typeof naiveBursts>, exactly: boolean): Promise<void> {
    const { rows } = await database.db.raw<{ rows: { rule: string; member: string; messages: string[] }[] }>(
      `SELECT f.rule_id AS rule, f.user_id AS member,
         ARRAY(SELECT message_id::text FROM automod_firing_messages m WHERE m.firing_id = f.id) AS messages
       FROM automod_firings f`,
    );
    const key = ({ rule, member }: { rule: string; member: string }) => `${rule} ${member}`;
    const unite = (all: { rule: string; member: string; messages: string[] }[]) =>
      Object.fromEntries(
        [...new Set(all.map(key))]
          .sort()
          .map((one) => [
            one,
            [...new Set(all.filter((each) => key(each) === one).flatMap(({ messages }) => messages))].sort(),
          ]),
      );
    expect(unite(rows)).to.eql(unite(bursts));
    for (const one of new Set(bursts.map(key))) {
      const its = bursts.filter((burst) => key(burst) === one);
      const firings = rows.filter((row) => key(row) === one);
      expect(firings.length, one).to.be.at.least(its.filter(({ isSure }) => isSure).length);
      if (exactly) expect(firings.length, one).to.be.at.most(its.length);
    }
  }

  function compareDeeds(at: ModeratedGuild, gone: Set<string>): void {
    const by = at.sandbox.botId;
    expect(
      at.sandbox
        .did({ is: 'delete', by })
        .map(({ target }) => target)
        .sort(),
    ).to.eql([...gone].sort());
    expect(at.sandbox.violations).to.eql([]);
  }

  /** Numbers have no gaps; what each case asks for at last was done, timeouts until the latest end, and nothing else was. */
  async function compareCases(at: ModeratedGuild): Promise<void> {
    const cases: StoredCase[] = await database.db('moderation_cases').orderBy('number');
    expect(cases.map(({ number }) => number)).to.eql(cases.map((_, i) => i + 1));
    const wanted = cases.filter(({ effect, answer }) => effect === 'done' && answer === null);
    const by = at.sandbox.botId;
    const did = ['timeout', 'kick', 'ban'].flatMap((is) =>
      at.sandbox.did({ is, by }).map(({ target }) => `${is} ${target}`),
    );
    const asked = wanted.map(({ kind, user_id }) => `${kind} ${user_id}`);
    expect([...new Set(did)].sort()).to.eql([...new Set(asked)].sort());
    for (const one of new Set(did)) {
      const many = (all: string[]) => all.filter((each) => each === one).length;
      // a second ban changes nothing; nor does a second timeout, where the first was until the later end of the two
      expect(many(did), one).to.be.at.most(one.startsWith('timeout') ? many(asked) : 1);
    }
    const ends = new Map(
      at.sandbox
        .did({ is: 'timeout', by })
        .map(({ target, more }) => [target, Date.parse(String(more?.until))]),
    );
    for (const { kind, user_id, ends_at } of wanted)
      if (kind === 'timeout') expect(ends.get(user_id), user_id).to.be.at.least(Number(ends_at));
    const acted = await database.db('automod_firings').whereNot({ outcome: 'acted' }).whereNull('case_id');
    expect(acted.filter(({ action }) => action.is !== 'delete')).to.eql([]);
    const undone = cases.filter(({ effect }) => effect === 'wanted');
    expect(undone).to.eql([]);
  }
}).timeout(60_000);
