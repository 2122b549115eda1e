import {
  type APIRole,
  PermissionFlagsBits as P,
  type RESTPatchAPIGuildRoleJSONBody,
  type RESTPatchAPIGuildRolePositionsJSONBody,
  type RESTPostAPIGuildRoleJSONBody,
} from 'discord-api-types/v10';
import { z } from 'zod';
import { addRole, changeRole, moveRoles, removeRole } from '../../changes/roles.ts';
import { mostRoles } from '../../limits.ts';
import { isAbove, rankOf } from '../../permissions.ts';
import { mayShape } from '../../rights.ts';
import { actOfBot } from '../../world/act.ts';
import { botMember } from '../../world/lookups.ts';
import type { Guild, World } from '../../world/types.ts';
import { noContent, ok, refuse } from '../reply.ts';
import { type Route, route } from '../route.ts';
import { body } from '../validate/body.ts';
import type { DiscordSchemas } from '../validate/spec.ts';

export function roleRoutes(schema: DiscordSchemas): Route[] {
  return [
    route({
      method: 'GET',
      path: '/guilds/:guild/roles',
      handle: ({ found }) => ok([...found.guild.roles.values()]),
    }),
    route({ method: 'GET', path: '/guilds/:guild/roles/:role', handle: ({ found }) => ok(found.role) }),
    route({
      method: 'POST',
      path: '/guilds/:guild/roles',
      needs: P.ManageRoles,
      body: body<RESTPostAPIGuildRoleJSONBody>(schema('CreateRoleRequest'), { optional: true }),
      handle({ found: { guild }, body, reason }, live) {
        if (guild.roles.size > mostRoles) return refuse('tooManyRoles');
        const everyones = guild.roles.get(guild.id)?.permissions ?? '0';
        const permissions = BigInt(body.permissions ?? everyones);
        const bot = botMember(live.world, guild);
        if (body.permissions != null && !mayShape(live.world, guild, bot, null, permissions))
          return refuse('missingPermissions');
        const { hoist, mentionable } = body;
        const looks = {
          name: body.name || 'new role',
          color: colorOf(body) ?? 0,
          hoist: hoist ?? false,
          mentionable: mentionable ?? false,
        };
        return ok(addRole(live, guild, { ...looks, permissions }, actOfBot(live.world, reason)));
      },
    }),
    route({
      method: 'PATCH',
      path: '/guilds/:guild/roles',
      needs: P.ManageRoles,
      body: body<RESTPatchAPIGuildRolePositionsJSONBody>(z.array(schema('UpdateRolePositionsRequest'))),
      handle({ found: { guild }, body, reason }, live) {
        const moves = new Map(body.map(({ id, position }) => [id, position ?? 0]));
        for (const [id, position] of moves) {
          const role = guild.roles.get(id);
          if (!role) return refuse('unknownRole');
          if (role.id === guild.id || !mayMove(live.world, guild, role, position))
            return refuse('missingPermissions');
        }
        moveRoles(live, guild, moves, actOfBot(live.world, reason));
        return ok([...guild.roles.values()]);
      },
    }),
    route({
      method: 'PATCH',
      path: '/guilds/:guild/roles/:role',
      needs: P.ManageRoles,
      body: body<RESTPatchAPIGuildRoleJSONBody>(schema('UpdateRoleRequestPartial')),
      handle({ found: { guild, role }, body, reason }, live) {
        const permissions = BigInt(body.permissions ?? role.permissions);
        if (!mayShape(live.world, guild, botMember(live.world, guild), role, permissions))
          return refuse('missingPermissions');
        const color = colorOf(body);
        const change = {
          ...(body.name ? { name: body.name } : {}),
          ...(body.permissions == null ? {} : { permissions: String(permissions) }),
          ...(color === undefined ? {} : { color }),
          ...(body.hoist == null ? {} : { hoist: body.hoist }),
          ...(body.mentionable == null ? {} : { mentionable: body.mentionable }),
        };
        return ok(changeRole(live, guild, role, change, actOfBot(live.world, reason)));
      },
    }),
    route({
      method: 'DELETE',
      path: '/guilds/:guild/roles/:role',
      needs: P.ManageRoles,
      handle({ found: { guild, role }, reason }, live) {
        if (role.managed || role.id === guild.id) return refuse('invalidRole');
        if (!isAbove(guild, botMember(live.world, guild), role)) return refuse('missingPermissions');
        removeRole(live, guild, role.id, actOfBot(live.world, reason));
        return noContent;
      },
    }),
  ];
}

function mayMove(world: World, guild: Guild, role: APIRole, position: number): boolean {
  const bot = botMember(world, guild);
  return isAbove(guild, bot, role) && position < rankOf(guild, bot);
}

function colorOf(body: {
  color?: number | null | undefined;
  colors?: { primary_color: number } | null | undefined;
}): number | undefined {
  return body.colors?.primary_color ?? body.color ?? undefined;
}
