import type { Actor } from '../core/actor.ts';
import type { Fault } from '../core/faults.ts';
import type { Snowflake } from '../core/snowflake.ts';
import { askTogether } from '../db/together.ts';
import { mostFaults, type SettingsDocument } from '../settings/document.ts';
import { type Planned, planImport } from '../settings/transfer.ts';
import type { Names } from '../settings/words.ts';
import type { SetupDeps } from '../setup/facts.ts';
import { readGiveable } from '../setup/giveable.ts';
import { presentPlaces } from '../sync/place-names.ts';
import type { PlannedList } from './list.ts';
import type { Ground } from './list-kind.ts';
import { lists } from './lists.ts';

export interface Plan {
  is: 'plan';
  features: Planned[];
  lists: PlannedList[];
}

/** Compares a file with what the guild has, for whoever wants to import it. What the file leaves out stays as it is. */
export async function planDocument(
  deps: SetupDeps,
  guild: Snowflake,
  document: SettingsDocument,
  { actor }: { actor: Actor },
): Promise<Plan | { is: 'refused'; faults: Fault[] }> {
  const settings = await planImport(deps, guild, document);
  const planned = await planLists(deps, guild, document, { actor, names: settings.names });
  const faults = [settings, planned].flatMap((each) => (each.is === 'refused' ? each.faults : []));
  if (settings.is === 'refused' || planned.is === 'refused')
    return { is: 'refused', faults: faults.slice(0, mostFaults) };
  return { is: 'plan', features: settings.features, lists: planned.lists };
}

/** Of the lists that the file has. `deps.db` may be a transaction; `names`: where they were read already. */
export async function planLists(
  deps: SetupDeps,
  guild: Snowflake,
  { lists: given = {} }: SettingsDocument,
  { actor, names }: { actor: Actor; names?: Names | undefined },
): Promise<{ is: 'plan'; lists: PlannedList[] } | { is: 'refused'; faults: Fault[] }> {
  const faults: Fault[] = Object.keys(given)
    .filter((name) => !lists.some(({ list }) => list === name))
    .slice(0, mostFaults)
    .map((name) => ({ path: `lists.${name}`, message: 'There is no such list.' }));
  const asked = lists.flatMap((list) => {
    const entries = given[list.list];
    return entries ? [{ list, entries }] : [];
  });
  const planned: PlannedList[] = [];
  if (asked.length > 0) {
    const ground = await readGround(deps, guild, { actor, names });
    for (const { list, entries } of asked) {
      if (faults.length >= mostFaults) break;
      const plan = await list.plan(deps, guild, entries, ground);
      if (plan.is === 'plan') planned.push(plan);
      else faults.push(...plan.faults); // mostFaults at most
    }
  }
  return faults.length > 0 ? { is: 'refused', faults } : { is: 'plan', lists: planned };
}

async function readGround(
  deps: SetupDeps,
  guild: Snowflake,
  { actor, names }: { actor: Actor; names: Names | undefined },
): Promise<Ground> {
  const [known] = names ? [names] : await askTogether(deps.db, [presentPlaces(guild)]);
  return { names: known, roles: await readGiveable(deps, guild, actor) };
}
