import { firstTextChannel } from '../world/lookups.ts';
import type { Invite, World } from '../world/types.ts';
import { seedGuild } from './guild.ts';
import { guildId } from './ids.ts';
import type { InviteSeed } from './types.ts';

/** An invite to a guild that the bot is not in; the guild is made where there is none of that name. */
export function seedInvite(world: World, { code, guild: name, members = 100 }: InviteSeed): Invite {
  const id = guildId(name);
  const guild =
    world.guilds.get(id) ??
    world.elsewhere.get(id) ??
    seedGuild(world, {
      name,
      members: [{ name: `owner of ${name}` }],
      generatedMembers: members - 1,
      withoutBot: true,
    });
  const invite: Invite = {
    code,
    guildId: id,
    channelId: firstTextChannel(guild)?.id ?? '',
    inviterId: guild.ownerId,
    createdAt: new Date(world.now()).toISOString(),
    maxAge: 0,
    maxUses: 0,
    uses: 0,
  };
  world.invites.set(code, invite);
  return invite;
}
