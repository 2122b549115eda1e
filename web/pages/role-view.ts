import type { GiveableRoles, GuildRoles, RoleFlag } from '../../shared/setup/giveable.ts';

export const flagWords: Record<RoleFlag, string> = {
  deleted: 'Deleted',
  everyone: 'Everyone has it',
  managed: 'Belongs to an integration',
  above: 'Above the bot’s highest role',
  powerful: 'Moderates or runs the server',
};

/** A role as tables show it: by name, with what keeps the bot from giving it. */
export function viewRole({ nameOf, flagOf }: GuildRoles, role: string) {
  const flag = flagOf(role);
  return { id: role, name: nameOf(role) ?? role, flag: flag && flagWords[flag] };
}

/** What a picker offers; `without` is left out, and `own` is there whether or not it would be offered anew. */
export function offerRoles(
  roles: GiveableRoles,
  { without = [], own }: { without?: readonly string[]; own?: string } = {},
) {
  const offered = roles.offered.filter(({ id }) => !without.includes(id)).map(({ id }) => id);
  const isKept = own !== undefined && !offered.includes(own) && roles.flagOf(own) !== 'deleted';
  return [...(isKept ? [own] : []), ...offered].map((id) => {
    const flag = roles.flagOf(id);
    return { value: id, text: roles.nameOf(id) ?? id, hint: flag && flagWords[flag] };
  });
}
