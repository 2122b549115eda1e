import type { Snowflake } from '../core/snowflake.ts';
import type { GuildRole } from '../sync/model.ts';
import { listRoles } from '../sync/store.ts';
import { highestOf, isAbove } from './check-parts.ts';
import type { SetupDeps } from './facts.ts';
import { readPlace } from './standing.ts';

/** What keeps the bot from giving a role; `above`: it does not stand below the bot's highest one. */
export type RoleFlag = 'deleted' | 'everyone' | 'managed' | 'above';

export interface GuildRoles {
  /** Those that can be picked: the highest first. */
  offered: GuildRole[];
  nameOf(role: Snowflake): string | undefined;
  flagOf(role: Snowflake): RoleFlag | undefined;
}

/** A guild's roles as the bot can or cannot give them, by our own rows: what was never seen counts as deleted. */
export async function readRoles(
  { db, clock, applicationId }: SetupDeps,
  guild: Snowflake,
): Promise<GuildRoles> {
  const [list, bot] = await Promise.all([
    listRoles({ db }, guild),
    applicationId === undefined ? undefined : readPlace({ db, clock }, guild, applicationId),
  ]);
  const roles = new Map(list.map((role) => [role.id, role]));
  const highest = bot && bot.standing.user !== bot.standing.owner ? highestOf(bot, roles) : undefined;
  const flagOf = (id: Snowflake): RoleFlag | undefined => {
    const role = roles.get(id);
    if (id === guild) return 'everyone';
    if (!role?.active) return 'deleted';
    if (role.managed) return 'managed';
    return highest && !isAbove(highest, role) ? 'above' : undefined;
  };
  return {
    offered: list.filter(({ id }) => [undefined, 'above'].includes(flagOf(id))),
    nameOf: (id) => roles.get(id)?.name,
    flagOf,
  };
}
