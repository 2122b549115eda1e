import { checkValues, type Fault } from '../core/faults.ts';
import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';
import { askTogether } from '../db/together.ts';
import { presentPlaces } from '../sync/place-names.ts';
import { changedKeys } from './change.ts';
import type { SettingsDefinition } from './definition.ts';
import { type Change, diffSettings } from './diff.ts';
import { mostFaults, type SettingsDocument } from './document.ts';
import { findForeignPicks, withoutForeign } from './own-picks.ts';
import { featureSettings } from './registry.ts';
import { type Order, saveWithin } from './store.ts';
import { allSettings, lockSettings } from './stored.ts';
import type { Names } from './words.ts';

const features: readonly SettingsDefinition[] = featureSettings;

/** All settings of a guild, as of `now` (milliseconds since 1970). */
export async function exportSettings(
  deps: { db: Knex },
  guild: Snowflake,
  now: number,
): Promise<SettingsDocument> {
  const [all] = await askTogether(deps.db, [allSettings(guild, features)]);
  const settings = Object.fromEntries(all.map(({ definition, values }) => [definition.feature, values]));
  return { 'smarter-dev': 1, guild, exportedAt: new Date(now).toISOString(), settings };
}

/** What an import would do to one feature. */
export interface Planned {
  definition: SettingsDefinition;
  values: Record<string, unknown>;
  /** The version it was compared with. */
  basedOn: number;
  changes: Change[];
  /** What of the file cannot be had here, in sentences. */
  without: string[];
}

/**
 * Compares a file with what the guild has. A field or a feature that it leaves out stays as it is; one that does not
 * exist, or a value that does not fit, refuses the whole file and is named. Channels and roles of other guilds are left out.
 * `names`: of what is there.
 */
export async function planImport(
  deps: { db: Knex },
  guild: Snowflake,
  { settings }: SettingsDocument,
): Promise<
  { is: 'plan'; features: Planned[]; names: Names } | { is: 'refused'; faults: Fault[]; names: Names }
> {
  const planned: Planned[] = [];
  const faults: Fault[] = Object.keys(settings)
    .filter((feature) => !features.some((definition) => definition.feature === feature))
    .map((feature) => ({ path: `settings.${feature}`, message: 'There is no such feature.' }));
  const [all, names] = await askTogether(deps.db, [allSettings(guild, features), presentPlaces(guild)]);
  for (const { definition, ...now } of all) {
    const given = settings[definition.feature];
    if (!given) continue;
    const wanted = checkValues(definition.schema, { ...now.values, ...given });
    if (wanted.is === 'faulty') {
      const inside = (path: string) => ['settings', definition.feature, path].filter(Boolean).join('.');
      for (const { path, message } of wanted.faults.slice(0, mostFaults))
        faults.push({ path: inside(path), message });
      continue;
    }
    const change = { before: now.values, after: wanted.values };
    const foreign = await findForeignPicks(deps, definition, guild, change);
    const values = withoutForeign(change, foreign);
    const changes = diffSettings(definition, now.values, values, names);
    const without = foreign.map(
      ({ field: { title }, ids }) =>
        `“${title}” comes without what is not in this guild (${ids.join(', ')}).`,
    );
    planned.push({ definition, values, basedOn: now.version, changes, without });
  }
  return faults.length > 0
    ? { is: 'refused', faults: faults.slice(0, mostFaults), names }
    : { is: 'plan', features: planned, names };
}

type AllSaved =
  | { is: 'saved'; versions: Record<string, number> }
  | { is: 'conflict'; feature: string }
  | { is: 'refused'; faults: Fault[] };

/**
 * Saves a plan whole or, where somebody saved one of its features meanwhile, nothing of it. Features without changes stay.
 * The caller tells the processes after the commit.
 */
export async function saveAll(
  trx: Knex.Transaction,
  guild: Snowflake,
  planned: readonly Pick<Planned, 'definition' | 'values' | 'basedOn'>[],
  by: Order<SettingsDefinition['schema']>['by'],
): Promise<AllSaved> {
  for (const { definition, values, basedOn } of planned) {
    const now = await lockSettings(trx, definition, guild);
    if (now.version !== basedOn && changedKeys(now.values, values).length > 0)
      return { is: 'conflict', feature: definition.feature };
  }
  const versions: Record<string, number> = {};
  for (const { definition, ...order } of planned) {
    const saved = await saveWithin(trx, definition, guild, { ...order, by, note: 'imported' });
    if (saved.is === 'foreign') return { is: 'refused', faults: saved.faults };
    if (saved.is === 'saved') versions[definition.feature] = saved.version;
  }
  return { is: 'saved', versions };
}
