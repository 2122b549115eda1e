import { z } from 'zod';
import { checkValues } from '../core/faults.ts';
import * as staff from '../squads/by-staff.ts';
import type { SquadDraft } from '../squads/changes.ts';
import { listSquads } from '../squads/list.ts';
import { SquadShape } from '../squads/shape.ts';
import { diffWords, type ListKind, mostRoles, stale, unfitRole, type Written, written } from './list-kind.ts';

const Draft = z.object({
  ...SquadShape,
  description: SquadShape.description.default(''),
  active: SquadShape.active.default(true),
  capacity: SquadShape.capacity.default(null),
  welcome: SquadShape.welcome.default(null),
});

const labels = {
  description: 'Description',
  role: 'Role',
  active: 'Open to join',
  capacity: 'Members at most',
  welcome: 'Welcome message',
};

export const squads: ListKind<SquadDraft> = {
  list: 'squads',
  title: 'Squads',
  most: mostRoles,
  resource: 'squads',
  removal: 'The members of a squad that is removed are in none then, and lose its role in Discord.',
  check(given) {
    const checked = checkValues(Draft, { ...given });
    return checked.is === 'valid' ? { is: 'valid', draft: checked.values } : checked;
  },
  nameOf: ({ name }) => name,
  async read(deps, guild) {
    const found = await listSquads(deps, guild);
    return found.map(({ id, version, name, description, role, active, capacity, welcome }) => ({
      id,
      version,
      draft: { name, description, role, active, capacity, welcome },
    }));
  },
  fit(draft, own, ground) {
    const unfit = unfitRole(draft.role, own?.role, ground);
    return unfit ? { without: unfit } : { draft };
  },
  diff: diffWords(labels, ({ description, role, active, capacity, welcome }: SquadDraft, names) => ({
    description,
    role: `@${names[role] ?? role}`,
    active: active ? 'yes' : 'no',
    capacity: capacity === null ? 'any number' : capacity.toLocaleString('en'),
    welcome: welcome ?? '',
  })),
  async create(deps, guild, draft, by) {
    const made = await staff.create(deps, guild, draft, by);
    return made.is === 'created' ? written : tell(made);
  },
  async change(deps, guild, { stored, draft }, by) {
    const order = { id: stored.id, version: stored.version, changes: draft };
    const changed = await staff.change(deps, guild, order, by);
    return changed.is === 'changed' ? written : tell(changed);
  },
  async remove(deps, guild, { id, version }, by) {
    const removed = await staff.remove(deps, guild, { id, version }, by);
    return removed.is === 'deleted' ? written : stale;
  },
};

function tell({ is }: { is: string }): Written {
  if (is === 'not-theirs') return { is: 'refused', why: 'Its role is not yours to have given.' };
  return is === 'role-taken' ? { is: 'refused', why: 'Another squad has its role.' } : stale;
}
