import { type NotTheirs, readGiver, refusalOf } from '../accounts/giving.ts';
import type { Actor } from '../core/actor.ts';
import { powersIn } from '../core/permissions.ts';
import { isAbove } from '../core/role-order.ts';
import type { Snowflake } from '../core/snowflake.ts';
import type { GuildRole } from '../sync/model.ts';
import { listRoles } from '../sync/store.ts';
import { highestOf } from './check-parts.ts';
import type { SetupDeps } from './facts.ts';
import { readPlace } from './standing.ts';

/** What is to be seen of a role. The first three keep anybody from being given it, and `above` the bot: it does not stand below its highest one. */
export type RoleFlag = 'deleted' | 'everyone' | 'managed' | 'above' | 'powerful';

export interface GuildRoles {
  nameOf(role: Snowflake): string | undefined;
  flagOf(role: Snowflake): RoleFlag | undefined;
}

/** A guild's roles for somebody who wants the bot to give one. */
export interface GiveableRoles extends GuildRoles {
  /** Those that can be picked: the highest first. */
  offered: GuildRole[];
  /** Why the bot is not to give it for them; `unfit`: to nobody for anybody. */
  refusalOf(role: Snowflake): { is: 'unfit' } | NotTheirs | undefined;
}

/** A guild's roles as the bot can or cannot give them, by our own rows: what was never seen counts as deleted. */
export async function readRoles(deps: SetupDeps, guild: Snowflake): Promise<GuildRoles> {
  return flagRoles(deps, guild, await listRoles(deps, guild));
}

/** The same, and which of them that actor may have it give. */
export async function readGiveable(deps: SetupDeps, guild: Snowflake, actor: Actor): Promise<GiveableRoles> {
  const [list, giver] = await Promise.all([listRoles(deps, guild), readGiver(deps.db, guild, actor)]);
  const flagged = await flagRoles(deps, guild, list);
  const known = new Map(list.map((role) => [role.id, role]));
  const refuse: GiveableRoles['refusalOf'] = (id) => {
    const [role, flag] = [known.get(id), flagged.flagOf(id)];
    return !role || (flag && unfit[flag]) ? { is: 'unfit' } : refusalOf(giver, role);
  };
  return { ...flagged, offered: list.filter(({ id }) => refuse(id) === undefined), refusalOf: refuse };
}

const unfit: Record<RoleFlag, boolean> = {
  deleted: true,
  everyone: true,
  managed: true,
  above: false,
  powerful: false,
};

async function flagRoles(
  { db, clock, applicationId }: SetupDeps,
  guild: Snowflake,
  list: readonly GuildRole[],
): Promise<GuildRoles> {
  const bot = applicationId === undefined ? undefined : await readPlace({ db, clock }, guild, applicationId);
  const roles = new Map(list.map((role) => [role.id, role]));
  const highest = bot && bot.standing.user !== bot.standing.owner ? highestOf(bot, roles) : undefined;
  const flagOf = (id: Snowflake): RoleFlag | undefined => {
    const role = roles.get(id);
    if (id === guild) return 'everyone';
    if (!role?.active) return 'deleted';
    if (role.managed) return 'managed';
    if (highest && !isAbove(highest, role)) return 'above';
    return powersIn(role.permissions).length > 0 ? 'powerful' : undefined;
  };
  return { nameOf: (id) => roles.get(id)?.name, flagOf };
}
