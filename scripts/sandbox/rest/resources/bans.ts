import { PermissionFlagsBits as P, type RESTPutAPIGuildBanJSONBody } from 'discord-api-types/v10';
import { banUser, unbanUser } from '../../changes/members.ts';
import { outranks } from '../../permissions.ts';
import { actOfBot } from '../../world/act.ts';
import { botMember } from '../../world/lookups.ts';
import { isReply, noContent, ok, refuse } from '../reply.ts';
import { type Route, route } from '../route.ts';
import { body } from '../validate/body.ts';
import { cut, pageIn } from '../validate/page.ts';
import type { DiscordSchemas } from '../validate/spec.ts';

export function banRoutes(schema: DiscordSchemas): Route[] {
  return [
    route({
      method: 'GET',
      path: '/guilds/:guild/bans',
      needs: P.BanMembers,
      handle({ found, query }) {
        const page = pageIn(query, { most: 1_000, usual: 1_000 });
        return isReply(page) ? page : ok(cut(found.guild.bans.values(), ({ user }) => user.id, page));
      },
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
        if (member && !outranks(guild, botMember(live.world, guild), member))
          return refuse('missingPermissions');
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
