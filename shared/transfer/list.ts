import { createHash } from 'node:crypto';
import type { Fault } from '../core/faults.ts';
import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';
import { mostFaults } from '../settings/document.ts';
import { type Comparison, compare, keyOf } from './compare.ts';
import type { Given, Ground, ListKind } from './list-kind.ts';

type Db = { db: Knex };

/** A list as transfers see it, whatever its entries are. */
export interface List extends Pick<ListKind<object>, 'list' | 'title' | 'resource' | 'feature' | 'removal'> {
  read(deps: Db, guild: Snowflake): Promise<object[]>;
  plan(deps: Db, guild: Snowflake, given: readonly Given[], ground: Ground): Promise<ListPlan>;
}

export interface PlannedList extends Comparison {
  is: 'plan';
  list: Omit<List, 'read' | 'plan'>;
  /** Of the list as it was compared: another where anybody changed it since. */
  basedOn: string;
}
export type ListPlan = PlannedList | { is: 'refused'; faults: Fault[] };

/**
 * Makes a guild's list what a file has: entries of the same name are changed, others added or removed. What cannot be had
 * in the guild is left out, and an entry of that name stays as it is.
 */
export function openList<D extends object>(kind: ListKind<D>): List {
  const { list, title, resource, feature, removal } = kind;
  const about = { list, title, resource, feature, removal };
  return {
    ...about,
    async read(deps, guild) {
      return (await kind.read(deps, guild)).map(({ draft }) => draft);
    },
    async plan(deps, guild, given, ground) {
      const checked = checkAll(kind, given);
      if (checked.is === 'refused') return checked;
      const stored = await kind.read(deps, guild);
      const basedOn = createHash('sha256').update(JSON.stringify(stored)).digest('base64url');
      return {
        is: 'plan',
        list: about,
        basedOn,
        ...compare(kind, guild, { stored, wanted: checked.wanted }, ground),
      };
    },
  };
}

/** Up to the first `mostFaults` faults: checking an entry, such as a rule with its patterns, may take milliseconds. */
function checkAll<D extends object>(
  kind: ListKind<D>,
  given: readonly Given[],
): { is: 'checked'; wanted: Map<string, D> } | { is: 'refused'; faults: Fault[] } {
  const { list, most } = kind;
  const excess = given.length > most ? `At most ${most} entries.` : kind.excessOf?.(given);
  if (excess) return { is: 'refused', faults: [{ path: `lists.${list}`, message: excess }] };
  const wanted = new Map<string, D>();
  const faults: Fault[] = [];
  for (const [index, entry] of given.entries()) {
    if (faults.length >= mostFaults) break;
    const inside = (path: string) => ['lists', list, index, path].filter((part) => part !== '').join('.');
    const checked = kind.check(entry);
    if (checked.is === 'faulty') {
      for (const { path, message } of checked.faults) faults.push({ path: inside(path), message });
      continue;
    }
    const key = keyOf(kind, checked.draft);
    if (wanted.has(key)) faults.push({ path: inside(''), message: `“${key}” is in the list twice.` });
    wanted.set(key, checked.draft);
  }
  return faults.length > 0
    ? { is: 'refused', faults: faults.slice(0, mostFaults) }
    : { is: 'checked', wanted };
}
