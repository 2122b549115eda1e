import type { PlannedEffect } from '../../shared/effects/planned.ts';
import {
  findFormerRoles,
  findMissingRoles,
  findStaleRoles,
  type RoleCursor,
} from '../../shared/squads/role-drift.ts';
import type { RoleWish } from '../../shared/squads/roles.ts';
import { type SweepDeps, walk } from '../maintenance/walk.ts';
import { squadRole } from './roles.ts';

const membersAtOnce = 5_000; // looked at in a minute
const squadsAtOnce = 100;
const most = 1_000; // effects of a kind in a minute; Discord takes 50 requests a second, and others wait for them too

const plan = (wishes: RoleWish[]): PlannedEffect[] => wishes.map((wish) => squadRole(wish, 'sweep'));

/** Squads' roles that members lack. */
export async function giveMissingRoles(deps: SweepDeps): Promise<PlannedEffect[]> {
  return plan(
    await walk(deps, 'missing squad roles', (after: Parameters<typeof findMissingRoles>[1]['after']) =>
      findMissingRoles(deps, { bot: deps.applicationId, after, limit: membersAtOnce }),
    ),
  );
}

/** Squads' roles that others have. */
export async function takeStaleRoles(deps: SweepDeps): Promise<PlannedEffect[]> {
  return plan(
    await walk(deps, 'stale squad roles', (after: string | undefined) =>
      findStaleRoles(deps, { bot: deps.applicationId, after, squads: squadsAtOnce, limit: most }),
    ),
  );
}

/** Roles of squads that were deleted, or got another role. */
export async function takeFormerRoles(deps: SweepDeps): Promise<PlannedEffect[]> {
  return plan(
    await walk(deps, 'former squad roles', (after: RoleCursor | undefined) =>
      findFormerRoles(deps, { bot: deps.applicationId, after, limit: most }),
    ),
  );
}
