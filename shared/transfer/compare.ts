import { isDeepStrictEqual } from 'node:util';
import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';
import type { Change } from '../settings/diff.ts';
import type { Names } from '../settings/words.ts';
import type { By, Ground, ListKind, Stored, Written } from './list-kind.ts';

/** What becomes of one entry. */
interface Move {
  /** As `lists.squads.Red`. */
  path: string;
  changes: Change[];
  take(deps: { db: Knex }, by: By): Promise<Written>;
}

export interface Comparison {
  changes: Change[];
  /** Whether entries go which the file does not have. */
  removes: boolean;
  /** What of the file cannot be had here, in sentences. */
  without: string[];
  /** In this order. */
  steps: Pick<Move, 'path' | 'take'>[];
}

/** What a guild's list lacks of what is wanted, by the entries' names, and what it has too much. */
export function compare<D extends object>(
  kind: ListKind<D>,
  guild: Snowflake,
  { stored, wanted }: { stored: Stored<D>[]; wanted: Map<string, D> },
  ground: Ground,
): Comparison {
  const here = new Map(stored.map((one) => [keyOf(kind, one.draft), one]));
  const gone = stored
    .filter(({ draft }) => !wanted.has(keyOf(kind, draft)))
    .map((one) => removal(kind, guild, one, ground));
  const without: string[] = [];
  const changed: Move[] = [];
  const added: Move[] = [];
  for (const [key, asked] of wanted) {
    const own = here.get(key);
    const { draft, without: lost } = kind.fit?.(asked, own?.draft, ground) ?? { draft: asked };
    const name = labelOf(kind, asked, ground);
    if (lost) without.push(draft ? `“${name}” comes without ${lost}.` : `“${name}” is left out: ${lost}.`);
    if (!draft || isDeepStrictEqual(draft, own?.draft)) continue;
    if (own) changed.push(change(kind, guild, { stored: own, draft }, ground));
    else added.push(addition(kind, guild, draft, ground));
  }
  const steps = [...gone, ...changed, ...added]; // what goes makes room
  return { changes: steps.flatMap(({ changes }) => changes), removes: gone.length > 0, without, steps };
}

function removal<D extends object>(
  kind: ListKind<D>,
  guild: Snowflake,
  stored: Stored<D>,
  ground: Ground,
): Move {
  const { names } = ground;
  const path = pathOf(kind, stored.draft);
  const before = tell(kind, stored.draft, names);
  return {
    path,
    changes: [{ path, label: labelOf(kind, stored.draft, ground), before, after: '' }],
    take: (deps, by) => kind.remove(deps, guild, stored, by, names),
  };
}

function addition<D extends object>(kind: ListKind<D>, guild: Snowflake, draft: D, ground: Ground): Move {
  const { names } = ground;
  const path = pathOf(kind, draft);
  const after = tell(kind, draft, names);
  return {
    path,
    changes: [{ path, label: labelOf(kind, draft, ground), before: '', after }],
    take: (deps, by) => kind.create(deps, guild, draft, by, names),
  };
}

function change<D extends object>(
  kind: ListKind<D>,
  guild: Snowflake,
  order: { stored: Stored<D>; draft: D },
  ground: Ground,
): Move {
  const { names } = ground;
  const [before, after] = [order.stored.draft, order.draft];
  const path = pathOf(kind, after);
  const told = kind.diff(before, after, names);
  const name = { path: 'name', label: 'Name', before: kind.nameOf(before), after: kind.nameOf(after) };
  return {
    path,
    changes: (told.length > 0 ? told : [name]).map((one) => ({
      ...one,
      path: `${path}.${one.path}`,
      label: `${labelOf(kind, after, ground)}: ${one.label}`,
    })),
    take: (deps, by) => kind.change(deps, guild, order, by, names),
  };
}

function labelOf<D extends object>(kind: ListKind<D>, draft: D, { names }: Ground): string {
  return kind.labelOf?.(draft, names) ?? kind.nameOf(draft);
}

function pathOf<D extends object>({ list, nameOf }: ListKind<D>, draft: D): string {
  return `lists.${list}.${nameOf(draft)}`;
}

/** Names that differ in nothing but their case are one. */
export function keyOf<D extends object>({ nameOf }: ListKind<D>, draft: D): string {
  return nameOf(draft).toLowerCase();
}

/** All that an entry is. */
function tell<D extends object>({ diff }: ListKind<D>, draft: D, names: Names): string {
  return diff(undefined, draft, names)
    .map(({ label, after }) => `${label}: ${after}`)
    .join('; ');
}
