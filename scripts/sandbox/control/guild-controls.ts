import type { APIOverwrite } from 'discord-api-types/v10';
import type { ChannelChange, NewChannel } from '../changes/channels.ts';
import { addGuild, type GuildChange, removeGuild } from '../changes/guilds.ts';
import type { NewInvite } from '../changes/invites.ts';
import type { Status } from '../changes/presences.ts';
import type { RoleChange } from '../changes/roles.ts';
import type { ThreadChange } from '../changes/threads.ts';
import type { Live } from '../live.ts';
import type { GuildSeed, InviteSeed } from '../seed/types.ts';
import { guildIn } from '../world/lookups.ts';
import type { Guild } from '../world/types.ts';
import type { Acting } from './acting.ts';
import { addRuleAs, changeRuleAs, type RuleOrder, removeRuleAs } from './auto-mod.ts';
import {
  addChannelAs,
  changeChannelAs,
  removeChannelAs,
  removeOverwriteAs,
  setOverwriteAs,
} from './channels.ts';
import { addForeignInvite, changeGuildAs, inviteAs, outage, pauseAs, removeInviteAs } from './guilds.ts';
import { joinGuild, leaveGuild, type MemberOrder, type NewUser, presentAs, updateMember } from './members.ts';
import { type BanOrder, banAs, kickAs, timeOutAs, unbanAs } from './moderators.ts';
import { addRoleAs, changeRoleAs, type RoleOrder, removeRoleAs } from './roles.ts';
import { changeThreadAs, openThread, removeThreadAs, type ThreadOrder } from './threads.ts';

/** What people do in a guild. With `by` only as far as that member may; without it the owner does. */
export function guildControls(live: Live) {
  return {
    /** A known user by id, or a new one; somebody invented where left out. */
    join: (guild: string, user?: NewUser | string) => joinGuild(live, guild, user),
    leave: (guild: string, user: string) => leaveGuild(live, guild, user),
    /** Nickname, roles, timeout of the member there; user name, display name and avatar everywhere. */
    updateMember: (guild: string, user: string, change: MemberOrder, acting?: Acting) =>
      updateMember(live, guild, user, change, acting),
    presence: (guild: string, user: string, status: Status) => presentAs(live, guild, user, status),

    /** `order`: why, or more than that. */
    ban: (guild: string, user: string, order?: string | BanOrder) =>
      banAs(live, guild, user, typeof order === 'string' ? { reason: order } : order),
    unban: (guild: string, user: string, acting?: Acting) => unbanAs(live, guild, user, acting),
    kick: (guild: string, user: string, acting?: Acting) => kickAs(live, guild, user, acting),
    /** 0 seconds lift it. */
    timeout: (guild: string, user: string, seconds: number, acting?: Acting) =>
      timeOutAs(live, guild, user, seconds, acting),

    addRole: (guild: string, role: RoleOrder, acting?: Acting) => addRoleAs(live, guild, role, acting),
    changeRole: (guild: string, role: string, change: RoleChange, acting?: Acting) =>
      changeRoleAs(live, guild, role, change, acting),
    removeRole: (guild: string, role: string, acting?: Acting) => removeRoleAs(live, guild, role, acting),

    addChannel: (guild: string, channel: NewChannel, acting?: Acting) =>
      addChannelAs(live, guild, channel, acting),
    changeChannel: (guild: string, channel: string, change: ChannelChange, acting?: Acting) =>
      changeChannelAs(live, guild, channel, change, acting),
    removeChannel: (guild: string, channel: string, acting?: Acting) =>
      removeChannelAs(live, guild, channel, acting),
    /** What a role or a member may do in the channel, where it differs. */
    setOverwrite: (channel: string, overwrite: APIOverwrite, acting?: Acting) =>
      setOverwriteAs(live, channel, overwrite, acting),
    removeOverwrite: (channel: string, id: string, acting?: Acting) =>
      removeOverwriteAs(live, channel, id, acting),
    openThread: (order: ThreadOrder) => openThread(live, order),
    changeThread: (thread: string, change: ThreadChange, acting?: Acting) =>
      changeThreadAs(live, thread, change, acting),
    removeThread: (thread: string, acting?: Acting) => removeThreadAs(live, thread, acting),

    /** The bot is invited to a new guild. */
    addGuild: (seed: GuildSeed) => addGuild(live, seed),
    /** The bot is removed from it. */
    removeGuild: (guild: string) => removeGuild(live, guildIn(live.world, guild)),
    changeGuild: (guild: string, change: GuildChange, acting?: Acting) =>
      changeGuildAs(live, guild, change, acting),
    /** Invites and direct messages, until a time (ISO). */
    pause: (guild: string, pauses: Partial<Guild['incidents']>, acting?: Acting) =>
      pauseAs(live, guild, pauses, acting),
    /** GUILD_DELETE with `unavailable`, and GUILD_CREATE once it is over. */
    outage: (guild: string, on: boolean) => outage(live, guild, on),
    invite: (channel: string, wanted: NewInvite = {}, acting?: Acting) =>
      inviteAs(live, channel, wanted, acting),
    removeInvite: (code: string, acting?: Acting) => removeInviteAs(live, code, acting),
    /** To a guild that the bot is not in. */
    addInvite: (invite: InviteSeed) => addForeignInvite(live, invite),

    /** A keyword rule that blocks where nothing else is said. */
    addAutoModRule: (guild: string, rule: RuleOrder, acting?: Acting) => addRuleAs(live, guild, rule, acting),
    changeAutoModRule: (guild: string, rule: string, change: Partial<RuleOrder>, acting?: Acting) =>
      changeRuleAs(live, guild, rule, change, acting),
    removeAutoModRule: (guild: string, rule: string, acting?: Acting) =>
      removeRuleAs(live, guild, rule, acting),
  };
}
