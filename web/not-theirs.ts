import type { NotTheirs } from '../shared/accounts/giving.ts';
import type { Snowflake } from '../shared/core/snowflake.ts';
import type { GuildRoles } from '../shared/setup/giveable.ts';

/** Why the bot is not to give a role for whoever asks, and what to do about it. */
export function tellNotTheirs(
  refused: { is: 'unfit' } | NotTheirs,
  role: Snowflake,
  { nameOf }: Pick<GuildRoles, 'nameOf'>,
): string {
  if (refused.is === 'unfit') return 'Pick a role that members can be given.';
  const name = `@${nameOf(role) ?? role}`;
  if (refused.why === 'rank')
    return `${name} does not stand below your own highest role. Ask somebody who stands above it, or have it moved down in Discord’s server settings, under Roles.`;
  return `${name} holds ${refused.powers.join(', ')}. Take that from it in Discord’s server settings, under Roles, or ask an owner or admin of this installation.`;
}
