import { InviteType } from 'discord-api-types/v10';
import { anyGuild } from '../world/bot-guilds.ts';
import { expiryOf } from '../world/invites.ts';
import type { Invite, World } from '../world/types.ts';
import { countsOf, defaultSettings } from './guild.ts';

/** As anybody with the code sees it. */
export function inviteJson(world: World, invite: Invite, withCounts = false): Record<string, unknown> {
  const guild = anyGuild(world, invite.guildId);
  const channel = guild?.channels.get(invite.channelId);
  const { splash, banner, description, icon, vanity_url_code, verification_level, nsfw_level } =
    defaultSettings;
  const looks = { splash, banner, description, icon, vanity_url_code, verification_level, nsfw_level };
  return {
    type: InviteType.Guild,
    code: invite.code,
    inviter: world.users.get(invite.inviterId),
    expires_at: expiryOf(invite),
    flags: 0,
    guild_id: invite.guildId,
    guild: {
      id: invite.guildId,
      name: guild?.name,
      ...looks,
      features: [],
      premium_subscription_count: 0,
      nsfw: false,
    },
    channel: { id: invite.channelId, name: channel?.name ?? '', type: channel?.type ?? 0 },
    ...(guild && withCounts ? countsOf(guild) : {}),
  };
}

/** As those see it who manage the guild or the channel. */
export function inviteWithMetadataJson(world: World, invite: Invite): Record<string, unknown> {
  const { uses, maxUses, maxAge, createdAt } = invite;
  return {
    ...inviteJson(world, invite),
    uses,
    max_uses: maxUses,
    max_age: maxAge,
    temporary: false,
    created_at: createdAt,
  };
}
