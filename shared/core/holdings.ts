import { SECOND } from './clock.ts';
import { within } from './deadline.ts';
import { type LeaseOrder, openLeases, type Standing } from './leases.ts';
import type { Log } from './log.ts';
import type { Cluster, Redis } from './redis.ts';

/** What runs here while its lease is held. */
export interface Holding {
  /** Ends it for good; its lease is given back after that. */
  stop(): Promise<void>;
  /** Redis cannot tell whether the lease is still ours: lets go until `sure` resolves, or until it is stopped. */
  doubt?(sure: Promise<void>): void;
}

export interface Holdings<H extends Holding> {
  /** Those that run, and are not about to end. */
  readonly live: readonly H[];
  /** Resolves once all of the first share run. */
  start(): Promise<void>;
  /** Ends one that found out that another has it as well. Who has its lease then begins it anew. */
  drop(index: number): Promise<void>;
  stop(): Promise<void>;
}

interface Entry<H> {
  begun: Promise<void>;
  /** Undefined while it begins. */
  holding?: H;
  ending?: Promise<void>;
}

const mostFailures = 3; // in a row; each waits for the next renewal
const farewell = SECOND; // at the end, for each of what Redis may not answer: leases end by themselves as well

/** Runs, of what is leased, what this process has the leases of: begins what it gains, ends what it loses. */
export function openHoldings<H extends Holding>(
  deps: { redis: Redis | Cluster; log: Log },
  order: LeaseOrder,
  begin: (index: number) => Promise<H>,
): Holdings<H> {
  const { log } = deps;
  const { kind } = order;
  const leases = openLeases(deps, order, (standing) => tend(standing));
  const entries = new Map<number, Entry<H>>();
  const failures = new Map<number, number>();
  let doubted: { sure: Promise<void>; resolve: () => void } | undefined;
  let isOver = false;

  function tend(standing: Standing): void {
    if (isOver) return;
    if (standing.is === 'sure') settle(standing);
    else doubt();
  }

  function settle({ mine, surplus }: Extract<Standing, { is: 'sure' }>): void {
    for (const [index, { holding }] of entries)
      if (holding && (surplus.includes(index) || !mine.includes(index))) void end(index);
    const unbegun = mine.filter((index) => !entries.has(index));
    for (const index of unbegun) if (!surplus.includes(index)) enter(index);
    void giveBack(unbegun.filter((index) => surplus.includes(index)));
    doubted?.resolve();
    doubted = undefined;
  }

  function doubt(): void {
    let resolve = () => {};
    const sure = new Promise<void>((done) => {
      resolve = done;
    });
    doubted = { sure, resolve };
    for (const { holding } of entries.values()) holding?.doubt?.(sure);
  }

  function enter(index: number): void {
    const entry: Entry<H> = { begun: Promise.resolve() };
    entries.set(index, entry);
    entry.begun = beginNow(index, entry);
  }

  async function beginNow(index: number, entry: Entry<H>): Promise<void> {
    try {
      entry.holding = await begin(index);
      failures.delete(index);
      if (doubted) entry.holding.doubt?.(doubted.sure);
      if (isOver) await end(index);
    } catch (error) {
      log.warn({ err: error, kind, index }, 'could not begin what is leased; trying again');
      await noteFailure(index);
      entries.delete(index);
    }
  }

  async function noteFailure(index: number): Promise<void> {
    const count = (failures.get(index) ?? 0) + 1;
    failures.set(index, count % mostFailures);
    if (count < mostFailures) return;
    log.error({ kind, index }, 'leaving to others what cannot be begun here');
    leases.rest();
    await giveBack([index]);
  }

  function end(index: number): Promise<void> {
    const entry = entries.get(index);
    if (!entry?.holding) return Promise.resolve();
    entry.ending ??= endNow(index, entry.holding);
    return entry.ending;
  }

  async function endNow(index: number, holding: H): Promise<void> {
    log.info({ kind, index }, 'letting go of what is leased');
    await holding
      .stop()
      .catch((error: unknown) => log.error({ err: error, kind, index }, 'could not let go'));
    await giveBack([index]);
    entries.delete(index);
  }

  async function giveBack(indexes: readonly number[]): Promise<void> {
    if (indexes.length === 0) return;
    const given = leases.giveBack(indexes);
    await (isOver ? within(farewell, given) : given).catch((error: unknown) =>
      log.warn({ err: error, kind }, notGivenBack),
    );
  }

  return {
    get live() {
      return [...entries.values()].flatMap(({ holding, ending }) => (holding && !ending ? [holding] : []));
    },
    async start() {
      await leases.start();
      await allBegun();
    },
    async drop(index) {
      await entries.get(index)?.begun;
      await end(index);
    },
    async stop() {
      isOver = true;
      leases.rest(Number.POSITIVE_INFINITY);
      await within(farewell, allBegun()).catch(() => {}); // what begins later ends itself
      await Promise.all([...entries.keys()].map(end));
      await within(farewell, leases.stop()).catch((error: unknown) =>
        log.warn({ err: error, kind }, notGivenBack),
      );
    },
  };

  async function allBegun(): Promise<void> {
    await Promise.all([...entries.values()].map(({ begun }) => begun));
  }
}

const notGivenBack = 'could not give back leases: others take them when their time is over';
