import { PermissionFlagsBits as P, type RESTPutAPIGuildBanJSONBody } from 'discord-api-types/v10';
import { banUser, unbanUser } from '../../changes/members.ts';
import { actOfBot } from '../../world/act.ts';
import { noContent, ok, refuse } from '../reply.ts';
import { type Route, route } from '../route.ts';
import { body } from '../validate/body.ts';
import type { DiscordSchemas } from '../validate/spec.ts';
import { outranked } from './members.ts';

export function banRoutes(schema: DiscordSchemas): Route[] {
  return [
    route({
      method: 'GET',
      path: '/guilds/:guild/bans',
      needs: P.BanMembers,
      handle: ({ found }) => ok([...found.guild.bans.values()]),
    }),
    route({
      method: 'GET',
      path: '/guilds/:guild/bans/:user',
      needs: P.BanMembers,
      handle({ found: { guild, user } }) {
        const ban = guild.bans.get(user.id);
        return ban ? ok(ban) : refuse('unknownBan');
      },
    }),
    route({
      method: 'PUT',
      path: '/guilds/:guild/bans/:user',
      needs: P.BanMembers,
      body: body<RESTPutAPIGuildBanJSONBody>(schema('BanUserFromGuildRequest'), { optional: true }),
      handle({ found: { guild, user }, body, reason }, live) {
        const member = guild.members.get(user.id);
        if (member && !outranked(live, guild, member)) return refuse('missingPermissions');
        const seconds = body.delete_message_seconds ?? (body.delete_message_days ?? 0) * 86_400;
        if (!guild.bans.has(user.id)) banUser(live, guild, user, seconds, actOfBot(live.world, reason));
        return noContent;
      },
    }),
    route({
      method: 'DELETE',
      path: '/guilds/:guild/bans/:user',
      needs: P.BanMembers,
      handle({ found: { guild, user }, reason }, live) {
        if (!guild.bans.has(user.id)) return refuse('unknownBan');
        unbanUser(live, guild, user, actOfBot(live.world, reason));
        return noContent;
      },
    }),
  ];
}
