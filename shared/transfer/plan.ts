import type { Actor } from '../core/actor.ts';
import type { Fault } from '../core/faults.ts';
import type { Snowflake } from '../core/snowflake.ts';
import type { SettingsDocument } from '../settings/document.ts';
import { mostFaults, type Planned, planImport } from '../settings/transfer.ts';
import type { Names } from '../settings/words.ts';
import type { SetupDeps } from '../setup/facts.ts';
import { readGiveable } from '../setup/giveable.ts';
import { listChannels, listRoles } from '../sync/store.ts';
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
  { actor, names }: { actor: Actor; names?: Names | undefined },
): Promise<Plan | { is: 'refused'; faults: Fault[] }> {
  const settings = await planImport(deps, guild, document, names);
  const planned = await planLists(deps, guild, document, actor);
  const faults = [settings, planned].flatMap((each) => (each.is === 'refused' ? each.faults : []));
  if (settings.is === 'refused' || planned.is === 'refused')
    return { is: 'refused', faults: faults.slice(0, mostFaults) };
  return { is: 'plan', features: settings.features, lists: planned.lists };
}

/** Of the lists that the file has. `deps.db` may be a transaction. */
export async function planLists(
  deps: SetupDeps,
  guild: Snowflake,
  { lists: given = {} }: SettingsDocument,
  actor: Actor,
): Promise<{ is: 'plan'; lists: PlannedList[] } | { is: 'refused'; faults: Fault[] }> {
  const faults: Fault[] = Object.keys(given)
    .filter((name) => !lists.some(({ list }) => list === name))
    .map((name) => ({ path: `lists.${name}`, message: 'There is no such list.' }));
  const asked = lists.flatMap((list) => {
    const entries = given[list.list];
    return entries ? [{ list, entries }] : [];
  });
  const planned: PlannedList[] = [];
  if (asked.length > 0) {
    const ground = await readGround(deps, guild, actor);
    for (const { list, entries } of asked) {
      const plan = await list.plan(deps, guild, entries, ground);
      if (plan.is === 'plan') planned.push(plan);
      else faults.push(...plan.faults);
    }
  }
  return faults.length > 0 ? { is: 'refused', faults } : { is: 'plan', lists: planned };
}

async function readGround(deps: SetupDeps, guild: Snowflake, actor: Actor): Promise<Ground> {
  const channels = await listChannels(deps, guild);
  const known = await listRoles(deps, guild);
  const active = [...channels, ...known].filter((each) => each.active);
  return {
    names: Object.fromEntries(active.map(({ id, name }) => [id, id === guild ? 'everyone' : name])),
    roles: await readGiveable(deps, guild, actor),
  };
}
