import { PermissionFlagsBits as P, type RESTPostAPIGuildBulkBanJSONBody } from 'discord-api-types/v10';
import { banUser } from '../../changes/members.ts';
import { outranks } from '../../permissions.ts';
import { actOfBot } from '../../world/act.ts';
import { botMember } from '../../world/lookups.ts';
import type { Guild, World } from '../../world/types.ts';
import { ok, refuse } from '../reply.ts';
import { type Route, route } from '../route.ts';
import { body } from '../validate/body.ts';
import type { DiscordSchemas } from '../validate/spec.ts';

/** Who is banned already, or cannot be, fails alone; the request only when nobody is left. */
export function bulkBanRoutes(schema: DiscordSchemas): Route[] {
  return [
    route({
      method: 'POST',
      path: '/guilds/:guild/bulk-ban',
      needs: P.BanMembers | P.ManageGuild,
      body: body<RESTPostAPIGuildBulkBanJSONBody>(schema('BulkBanUsersRequest')),
      handle({ found: { guild }, body, reason }, live) {
        const ids = [...new Set(body.user_ids)];
        const failed = ids.filter((id) => !isBannable(live.world, guild, id));
        const banned = ids.filter((id) => !failed.includes(id));
        if (banned.length === 0) return refuse('failedToBan');
        for (const id of banned) {
          const user = live.world.users.get(id);
          if (user)
            banUser(live, guild, user, body.delete_message_seconds ?? 0, actOfBot(live.world, reason));
        }
        return ok({ banned_users: banned, failed_users: failed });
      },
    }),
  ];
}

function isBannable(world: World, guild: Guild, id: string): boolean {
  if (!world.users.has(id) || guild.bans.has(id)) return false;
  const member = guild.members.get(id);
  return !member || outranks(guild, botMember(world, guild), member);
}
