import { PermissionFlagsBits as P } from 'discord-api-types/v10';
import { changeMember } from '../../changes/members.ts';
import type { Live } from '../../live.ts';
import { rankOf } from '../../permissions.ts';
import { actOfBot } from '../../world/act.ts';
import { botMember } from '../../world/lookups.ts';
import type { Guild, Member } from '../../world/types.ts';
import { noContent, refuse } from '../reply.ts';
import { type Route, route } from '../route.ts';

export function memberRoleRoutes(): Route[] {
  return [
    route({
      method: 'PUT',
      path: '/guilds/:guild/members/:member/roles/:role',
      needs: P.ManageRoles,
      handle({ found: { guild, member, role }, reason }, live) {
        if (!mayGive(live, guild, role.id)) return refuse('missingPermissions');
        if (!member.roles.includes(role.id)) give(live, guild, member, [...member.roles, role.id], reason);
        return noContent;
      },
    }),
    route({
      method: 'DELETE',
      path: '/guilds/:guild/members/:member/roles/:role',
      needs: P.ManageRoles,
      handle({ found: { guild, member, role }, reason }, live) {
        if (!mayGive(live, guild, role.id)) return refuse('missingPermissions');
        if (member.roles.includes(role.id))
          give(
            live,
            guild,
            member,
            member.roles.filter((id) => id !== role.id),
            reason,
          );
        return noContent;
      },
    }),
  ];
}

function give(live: Live, guild: Guild, member: Member, roles: string[], reason: string | null): void {
  changeMember(live, guild, member, { roles }, actOfBot(live.world, reason));
}

/** A role the bot can give or take: below its highest, not managed by an integration, not @everyone. */
export function mayGive({ world }: Live, guild: Guild, id: string): boolean {
  const role = guild.roles.get(id);
  if (!role || role.managed || role.id === guild.id) return false;
  return role.position < rankOf(guild, botMember(world, guild));
}
