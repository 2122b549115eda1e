import { channelPermissions, missingFrom, powersIn } from '../core/permissions.ts';
import { isAbove, type Placed } from '../core/role-order.ts';
import type { Snowflake } from '../core/snowflake.ts';
import type { Bot, Facts } from './facts.ts';
import type { Finding, Part, Use } from './finding.ts';
import type { ChannelFacts, RoleFacts } from './guild-facts.ts';
import { toWrite } from './needs.ts';

/** The owner of a guild stands above all roles (Discord documentation, "Permission Hierarchy"). */
export function checkHierarchy({ bot, roles, given }: Facts): Finding[] {
  if (!bot || bot.standing.user === bot.standing.owner) return [];
  const highest = highestOf(bot, roles);
  if (!highest) return [];
  const above = [...new Set(given.flatMap((each) => each.roles))].filter((id) => {
    const role = roles.get(id);
    return role?.active && !role.managed && !isAbove(highest, role);
  });
  if (above.length === 0) return [];
  return [
    {
      is: 'hierarchy',
      severity: 'error',
      roles: partsOf('role', above, roles),
      highest: { kind: 'role', id: highest.id, name: highest.name },
    },
  ];
}

export function highestOf(
  { standing }: Pick<Bot, 'standing'>,
  roles: ReadonlyMap<Snowflake, Named>,
): Named | undefined {
  const own = [standing.guild, ...standing.roles].flatMap((id) => roles.get(id) ?? []);
  return own.toSorted((one, other) => (isAbove(one, other) ? -1 : 1))[0];
}

type Named = Placed & Pick<RoleFacts, 'name'>;

/** Who earns such a role, or joins its squad, moderates or runs the guild: that may be meant, and has to be seen. */
export function checkPowers({ roles, given }: Facts): Finding[] {
  return given.flatMap((each): Finding[] => {
    const found = each.roles.filter((id) => heldBy(roles.get(id)).length > 0);
    if (found.length === 0) return [];
    const held = [...new Set(found.flatMap((id) => heldBy(roles.get(id))))];
    return [{ is: 'powers', severity: 'warning', roles: partsOf('role', found, roles), held, use: each.use }];
  });
}

function heldBy(role: RoleFacts | undefined): string[] {
  return role?.active && !role.managed ? powersIn(role.permissions) : [];
}

export function checkRoles({ roles, given, picks }: Facts): Finding[] {
  return [
    ...given.flatMap((each) => [
      ...deletedRoles(roles, each.roles, each.use),
      ...managedRoles(roles, each.roles, each.use),
    ]),
    ...picks.flatMap(({ kind, ids, use }) => (kind === 'role' ? deletedRoles(roles, ids, use) : [])),
  ];
}

function deletedRoles(roles: Facts['roles'], ids: readonly Snowflake[], use: Use): Finding[] {
  const deleted = ids.filter((id) => !roles.get(id)?.active);
  return deleted.length > 0 ? [roleFinding('deleted', partsOf('role', deleted, roles), use)] : [];
}

function managedRoles(roles: Facts['roles'], ids: readonly Snowflake[], use: Use): Finding[] {
  const managed = ids.filter((id) => roles.get(id)?.active && roles.get(id)?.managed);
  return managed.length > 0 ? [roleFinding('managed', partsOf('role', managed, roles), use)] : [];
}

function roleFinding(why: 'deleted' | 'managed', roles: Part[], use: Use): Finding {
  return { is: 'role', severity: 'error', why, roles, use };
}

/** A deleted channel that is only left out of something does no harm; one that is to be written in does. */
export function checkChannels({ bot, channels, picks }: Facts): Finding[] {
  return picks
    .filter(({ kind }) => kind === 'channel')
    .flatMap(({ ids, posts, use }): Finding[] => {
      const deleted = ids.filter((id) => !channels.get(id)?.active);
      const gaps = bot && posts ? ids.map((id) => ({ id, missing: missingIn(bot, channels.get(id)) })) : [];
      const closed = gaps.filter(({ missing }) => missing.length > 0);
      const findings: Finding[] = [];
      if (deleted.length > 0)
        findings.push({
          is: 'channel',
          severity: posts ? 'error' : 'warning',
          why: 'deleted',
          channels: partsOf('channel', deleted, channels),
          use,
        });
      if (closed.length > 0)
        findings.push({
          is: 'channel',
          severity: 'error',
          why: 'closed',
          channels: partsOf(
            'channel',
            closed.map(({ id }) => id),
            channels,
          ),
          missing: [...new Set(closed.flatMap(({ missing }) => missing))],
          use,
        });
      return findings;
    });
}

function missingIn({ standing, permissions }: Bot, channel: ChannelFacts | undefined): string[] {
  if (!channel?.active) return [];
  return missingFrom(channelPermissions(standing, permissions, channel.overwrites), toWrite);
}

function partsOf(
  kind: Part['kind'],
  ids: readonly Snowflake[],
  known: ReadonlyMap<Snowflake, { name: string }>,
): Part[] {
  return ids.map((id) => ({ kind, id, name: known.get(id)?.name || null }));
}
