import { tellProcesses } from '../core/announcement.ts';
import type { Fault } from '../core/faults.ts';
import type { Snowflake } from '../core/snowflake.ts';
import { type Knex, transact } from '../db/knex.ts';
import type { SettingsDocument } from '../settings/document.ts';
import type { Deps as StoreDeps } from '../settings/store.ts';
import { type Planned, saveAll } from '../settings/transfer.ts';
import type { SetupDeps } from '../setup/facts.ts';
import type { PlannedList } from './list.ts';
import type { By } from './list-kind.ts';
import { planLists } from './plan.ts';

/** A plan as somebody saw it. */
export interface Seen {
  features: readonly Pick<Planned, 'definition' | 'values' | 'basedOn'>[];
  lists: readonly { list: Pick<PlannedList['list'], 'list'>; basedOn: string }[];
}

export type Imported =
  /** `versions` of the features that were saved; `lists` that were changed. */
  | { is: 'saved'; versions: Record<string, number>; lists: string[] }
  /** Somebody changed that meanwhile: a feature, or a list. */
  | { is: 'conflict'; feature: string }
  | { is: 'refused'; faults: Fault[] };

/**
 * Makes a guild what a plan says, whole or not at all: each setting and entry through its own store, with its version and
 * its audit entry. What is so already stays, so that a form may be sent twice.
 */
export async function importDocument(
  deps: StoreDeps & SetupDeps,
  guild: Snowflake,
  { document, seen }: { document: SettingsDocument; seen: Seen },
  by: By,
): Promise<Imported> {
  try {
    const saved = await transact(deps.db, async (trx) => {
      await oneAtATime(trx, guild);
      const features = await saveAll(trx, guild, seen.features, by);
      if (features.is !== 'saved') throw new Undone(features);
      return { features, changed: await writeLists({ ...deps, db: trx }, guild, { document, seen }, by) };
    });
    const features = new Set(Object.keys(saved.features.versions));
    for (const { feature } of saved.changed) if (feature) features.add(feature);
    for (const feature of features) await tellProcesses(deps, feature, guild);
    const lists = saved.changed.map(({ list }) => list);
    return { is: 'saved', versions: saved.features.versions, lists };
  } catch (error) {
    if (error instanceof Undone) return error.end;
    throw error;
  }
}

/** What the transaction is given up with: nothing of it stands. */
class Undone extends Error {
  readonly end: Exclude<Imported, { is: 'saved' }>;

  constructor(end: Exclude<Imported, { is: 'saved' }>) {
    super(end.is);
    this.end = end;
  }
}

/** So that the second of two sees what the first one did, and finds it done. */
async function oneAtATime(trx: Knex.Transaction, guild: Snowflake): Promise<void> {
  await trx.raw('SELECT pg_advisory_xact_lock(hashtextextended(?, 0))', [`import:${guild}`]);
}

/** Answers those that were changed. */
async function writeLists(
  deps: SetupDeps,
  guild: Snowflake,
  { document, seen }: { document: SettingsDocument; seen: Seen },
  by: By,
): Promise<PlannedList['list'][]> {
  const plan = await planLists(deps, guild, document, by);
  if (plan.is === 'refused') throw new Undone(plan);
  const changing = plan.lists.filter(({ steps }) => steps.length > 0);
  for (const { list, basedOn } of changing)
    if (seen.lists.find((one) => one.list.list === list.list)?.basedOn !== basedOn)
      throw new Undone({ is: 'conflict', feature: list.list });
  for (const { list, steps } of changing)
    for (const { path, take } of steps) {
      const end = await take(deps, by);
      if (end.is === 'stale') throw new Undone({ is: 'conflict', feature: list.list });
      if (end.is === 'refused') throw new Undone({ is: 'refused', faults: [{ path, message: end.why }] });
    }
  return changing.map(({ list }) => list);
}
