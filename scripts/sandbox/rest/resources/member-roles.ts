import { PermissionFlagsBits as P } from 'discord-api-types/v10';
import { changeMember } from '../../changes/members.ts';
import { mayGive } from '../../rights.ts';
import { actOfBot } from '../../world/act.ts';
import { botMember } from '../../world/lookups.ts';
import { noContent, refuse } from '../reply.ts';
import { type Route, route } from '../route.ts';

export function memberRoleRoutes(): Route[] {
  return [
    route({
      method: 'PUT',
      path: '/guilds/:guild/members/:member/roles/:role',
      needs: P.ManageRoles,
      handle({ found: { guild, member, role }, reason }, live) {
        if (!mayGive(live.world, guild, botMember(live.world, guild), role))
          return refuse('missingPermissions');
        const roles = [...member.roles, role.id];
        if (!member.roles.includes(role.id))
          changeMember(live, guild, member, { roles }, actOfBot(live.world, reason));
        return noContent;
      },
    }),
    route({
      method: 'DELETE',
      path: '/guilds/:guild/members/:member/roles/:role',
      needs: P.ManageRoles,
      handle({ found: { guild, member, role }, reason }, live) {
        if (!mayGive(live.world, guild, botMember(live.world, guild), role))
          return refuse('missingPermissions');
        const roles = member.roles.filter((id) => id !== role.id);
        if (member.roles.includes(role.id))
          changeMember(live, guild, member, { roles }, actOfBot(live.world, reason));
        return noContent;
      },
    }),
  ];
}
