import type { ForeignGuild, Invite, World } from '../world/types.ts';
import { channelId, guildId, userId } from './ids.ts';
import type { InviteSeed } from './types.ts';

/** An invite to a guild that the bot is not in; the guild is only what its invites tell of it. */
export function seedInvite(world: World, seed: InviteSeed): Invite {
  const guild = world.foreignGuilds.get(guildId(seed.guild)) ?? foreignGuild(seed);
  world.foreignGuilds.set(guild.id, guild);
  const invite: Invite = {
    code: seed.code,
    guildId: guild.id,
    channelId: guild.channel.id,
    inviterId: userId(`owner of ${seed.guild}`),
    createdAt: new Date(world.now()).toISOString(),
    maxAge: 0,
    maxUses: 0,
    uses: 0,
  };
  world.invites.set(invite.code, invite);
  return invite;
}

function foreignGuild({ guild, members = 100 }: InviteSeed): ForeignGuild {
  const id = guildId(guild);
  return { id, name: guild, channel: { id: channelId(id, 'general'), name: 'general' }, members };
}
