import type { PlannedEffect } from '../../shared/effects/planned.ts';
import type { RoleWish } from '../../shared/squads/roles.ts';

/** The effect for a wish, once per `occasion`: an operation, or the sweep. */
export function squadRole({ guild, user, role, give }: RoleWish, occasion: string): PlannedEffect {
  const id = ['squad-role', guild, user, role, give ? 'give' : 'take', occasion.replaceAll(':', '-')].join(
    '-',
  );
  return { id, effect: { kind: 'squad-role', guild, user, role, give } };
}

/** What a change of squads asks of Discord: the role of the new one, and no more that of the one before. */
export function roleChange(
  operation: string,
  member: { guild: string; user: string },
  { to, from }: { to?: { role: string } | null; from?: { role: string } | null },
): PlannedEffect[] {
  const give = to ? [squadRole({ ...member, role: to.role, give: true }, operation)] : [];
  const take =
    from && from.role !== to?.role ? [squadRole({ ...member, role: from.role, give: false }, operation)] : [];
  return [...give, ...take];
}
