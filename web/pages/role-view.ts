import type { GuildRoles, RoleFlag } from '../../shared/setup/giveable.ts';

export const flagWords: Record<RoleFlag, string> = {
  deleted: 'Deleted',
  everyone: 'Everyone has it',
  managed: 'Belongs to an integration',
  above: 'Above the bot’s highest role',
};

/** A role as tables show it: by name, with what keeps the bot from giving it. */
export function viewRole({ nameOf, flagOf }: GuildRoles, role: string) {
  const flag = flagOf(role);
  return { id: role, name: nameOf(role) ?? role, flag: flag && flagWords[flag] };
}

/** What a picker offers; `without` is left out. */
export function offerRoles({ offered, flagOf }: GuildRoles, without: readonly string[] = []) {
  return offered
    .filter(({ id }) => !without.includes(id))
    .map(({ id, name }) => {
      const flag = flagOf(id);
      return { value: id, text: name, hint: flag && flagWords[flag] };
    });
}
