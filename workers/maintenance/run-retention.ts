import { forgetGuildHours, forgetLabels } from '../../shared/analytics/forget-labels.ts';
import { truncateAddresses } from '../../shared/analytics/truncate-addresses.ts';
import { forgetExcerpts } from '../../shared/automod/excerpts.ts';
import { keepPartitions } from '../../shared/db/partitions.ts';
import { pruneRows } from '../../shared/db/prune.ts';
import { keptFor, pruned } from '../../shared/db/retention.ts';
import { type Results, readResult } from '../../shared/maintenance/results.ts';
import { listWhole } from '../../shared/maintenance/tables.ts';
import type { Work, WorkDeps } from '../../shared/maintenance/work.ts';

const atOnce = 5_000; // rows of one statement, which holds their locks for a moment

type Kept = Results['retention'];

/**
 * What the nights do bit by bit (shared/db/retention.ts), at once and to its end. Each answers what it took away, 0 when
 * nothing is left, and notes it.
 */
const parts: ((deps: WorkDeps, kept: Kept) => Promise<number>)[] = [
  async ({ db, clock, config }, kept) => {
    const before = await listWhole({ db }, { units: 'parts', table: null });
    await keepPartitions(db, clock(), config?.RETENTION);
    const left = new Set(await listWhole({ db }, { units: 'parts', table: null }));
    kept.partitions.push(...before.filter((name) => !left.has(name)));
    return 0;
  },
  ...pruned.map((one) => async ({ db, clock, config }: WorkDeps, kept: Kept) => {
    const chosen = { ...one, kept: keptFor(one.table, config?.RETENTION) };
    const gone = await pruneRows(db, chosen, clock(), atOnce);
    kept.deleted[one.table] = (kept.deleted[one.table] ?? 0) + gone;
    return gone;
  }),
  async ({ db, clock }, kept) => {
    const cut = await truncateAddresses({ db }, clock(), { steps: 1 });
    kept.addresses += cut;
    return cut;
  },
  async ({ db }, kept) => {
    const forgotten = await forgetExcerpts({ db }, atOnce);
    kept.texts += forgotten;
    return forgotten;
  },
  async ({ db, clock }) => {
    await forgetLabels({ db }, clock());
    return 0;
  },
  ({ db, clock }) => forgetGuildHours({ db }, clock(), atOnce),
];

/** Counts the parts: begun again it looks at all of them, and finds what is left. */
export const applyRetention: Work = async function* (deps, { result, signal }) {
  const kept = readResult('retention', result) ?? { partitions: [], deleted: {}, addresses: 0, texts: 0 };
  const step = (done: number) => ({ done, total: parts.length, cursor: null, result: kept });
  yield step(0);
  for (const [index, part] of parts.entries()) {
    for (let gone = 1; gone > 0; ) {
      signal.throwIfAborted();
      gone = await part(deps, kept);
      yield step(index);
    }
  }
  yield step(parts.length);
};
