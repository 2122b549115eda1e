import type { APIUser } from 'discord-api-types/v10';
import type { Webhook, World } from '../world/types.ts';

/** `bare`: without its maker, as whoever only holds the token gets it. */
export function webhookJson(world: World, webhook: Webhook, bare = false): Record<string, unknown> {
  const { id, token, name, avatar, channelId, createdBy } = webhook;
  return {
    id,
    type: 1,
    name,
    avatar,
    token,
    channel_id: channelId,
    guild_id: world.channels.get(channelId)?.guildId ?? null,
    application_id: createdBy === world.bot.id ? world.application.id : null,
    url: `https://discord.com/api/webhooks/${id}/${token}`,
    ...(bare ? {} : { user: world.users.get(createdBy) }),
  };
}

/** Who says what is said through it. */
export function webhookUser(
  { id, name, avatar }: Pick<Webhook, 'id' | 'name' | 'avatar'>,
  username: string | null | undefined,
): APIUser {
  return { id, username: username ?? name, discriminator: '0000', global_name: null, avatar, bot: true };
}
