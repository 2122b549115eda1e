import { z } from 'zod';
import { addReward, changeReward, listThresholds, type Reward, Threshold } from '../bytes/rewards.ts';
import { checkValues } from '../core/faults.ts';
import { Snowflake } from '../core/snowflake.ts';
import { diffWords, type ListKind, mostRoles, stale, unfitRole, type Written, written } from './list-kind.ts';

const Draft = z.object({ role: Snowflake, threshold: Threshold });

/** The threshold is all that changes of one: it is its version. */
export const roleRewards: ListKind<Reward> = {
  list: 'roleRewards',
  title: 'Role rewards',
  most: mostRoles,
  resource: 'bytes-roles',
  feature: 'bytes',
  removal: 'Who has the role of a reward that is removed keeps it.',
  check(given) {
    const checked = checkValues(Draft, { ...given });
    return checked.is === 'valid' ? { is: 'valid', draft: checked.values } : checked;
  },
  nameOf: ({ role }) => role,
  labelOf: ({ role }, names) => `@${names[role] ?? role}`,
  async read(deps, guild) {
    const rewards = await listThresholds(deps, guild);
    return rewards.map((draft) => ({ id: draft.role, version: draft.threshold, draft }));
  },
  fit(draft, own, ground) {
    const unfit = unfitRole(draft.role, own?.role, ground);
    return unfit ? { without: unfit } : { draft };
  },
  diff: diffWords({ threshold: 'Bytes received' }, ({ threshold }) => ({
    threshold: threshold.toLocaleString('en'),
  })),
  async create(deps, guild, draft, by, names) {
    const added = await addReward(deps, guild, { ...draft, name: names[draft.role] ?? draft.role }, by);
    if (added.is === 'not-theirs') return notTheirs;
    return added.is === 'added' ? written : stale;
  },
  change: (deps, guild, { stored, draft }, by, names) =>
    move(deps, guild, { ...stored.draft, name: names[draft.role] ?? draft.role, to: draft.threshold }, by),
  remove: (deps, guild, { draft }, by, names) =>
    move(deps, guild, { ...draft, name: names[draft.role] ?? draft.role, to: null }, by),
};

const notTheirs: Written = { is: 'refused', why: 'Its role is not yours to have given.' };

async function move(
  deps: Parameters<typeof changeReward>[0],
  guild: Snowflake,
  { threshold: from, ...order }: Reward & { name: string; to: number | null },
  by: Parameters<typeof changeReward>[3],
): Promise<Written> {
  const { is } = await changeReward(deps, guild, { ...order, from }, by);
  if (is === 'not-theirs') return notTheirs;
  return is === 'changed' || is === 'unchanged' ? written : stale;
}
