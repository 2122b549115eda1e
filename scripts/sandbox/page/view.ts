import { ChannelType, PermissionFlagsBits as P } from 'discord-api-types/v10';
import { interactionLife, mostChannels } from '../limits.ts';
import { channelPermissions, guildPermissions } from '../permissions.ts';
import type { Sandbox } from '../sandbox.ts';
import type { Channel, Guild, Interaction, Member, World } from '../world/types.ts';
import { entriesOf, interactionsOf } from './entries.ts';
import { namesIn } from './names.ts';
import { personOf } from './people.ts';
import { canSee, direct, type Place } from './place.ts';

const usual = 50; // messages; more on demand
const most = 500;

/** All that the member sees there. */
export function viewOf(sandbox: Sandbox, place: Place, query: URLSearchParams): unknown {
  const { world } = sandbox;
  const { guild, member, channel, isDirect } = place;
  const entries = entriesOf(world, place, shownOf(query));
  const modals = channel ? modalsOf(world, interactionsOf(world, channel, member.user.id)) : [];
  return {
    bot: { id: sandbox.botId, name: world.bot.username, isOnline: isOnline(sandbox) },
    guild: { id: guild.id, name: guild.name, isUnavailable: guild.unavailable },
    me: personOf(world, guild, member),
    channel: isDirect ? directView(channel) : channel && channelView(channel),
    channels: channelsOf(world, guild, member),
    entries,
    hasMore: (channel?.messages.size ?? 0) > shownOf(query),
    modals,
    names: namesIn(world, guild, [entries, modals, channel?.topic]),
    emojis: [...guild.emojis.values()].slice(0, 50).map(({ id, name }) => ({ id, name })),
    can: isDirect ? inDirect : rightsOf(world, place),
  };
}

function shownOf(query: URLSearchParams): number {
  const wanted = Number(query.get('shown'));
  return Number.isInteger(wanted) && wanted > 0 ? Math.min(wanted, most) : usual;
}

function isOnline({ sessions }: Sandbox): boolean {
  return sessions.open.some(({ connected }) => connected);
}

function channelView({ id, name, type, topic, slowmode, parentId, thread }: Channel) {
  return { id, name, type, topic, slowmode, parentId, thread: threadView(thread), isDirect: false };
}

function threadView(thread: Channel['thread']) {
  return thread && { archived: thread.archived, locked: thread.locked };
}

function directView(channel: Channel | null) {
  const topic = 'Direct messages with the bot';
  return { id: channel?.id ?? direct, name: '', type: ChannelType.DM, topic, slowmode: 0, isDirect: true };
}

/** Those the member sees, in Discord's order; categories where something in them is seen. */
function channelsOf(world: World, guild: Guild, member: Member) {
  const seen = [...guild.channels.values(), ...guild.threads.values()].filter(
    (channel) => channel.type !== ChannelType.GuildCategory && canSee(world, guild, channel, member),
  );
  const parents = new Set(seen.map(({ parentId }) => parentId));
  const categories = [...guild.channels.values()].filter(
    ({ id, type }) => type === ChannelType.GuildCategory && parents.has(id),
  );
  return [...categories, ...seen]
    .sort((a, b) => a.position - b.position)
    .slice(0, mostChannels)
    .map(({ id, name, type, parentId, thread }) => ({
      id,
      name,
      type,
      parentId,
      thread: threadView(thread),
    }));
}

/** Forms that the bot has opened; the page shows those which it asked for itself. */
function modalsOf(world: World, interactions: Interaction[]) {
  return interactions
    .filter(({ modal, createdAt }) => modal && world.now() - createdAt < interactionLife)
    .slice(-5)
    .map(({ id, modal }) => ({ interaction: id, title: modal?.title, components: modal?.components }));
}

const rights = {
  send: P.SendMessages,
  react: P.AddReactions,
  attach: P.AttachFiles,
  command: P.UseApplicationCommands,
  manageMessages: P.ManageMessages,
  kick: P.KickMembers,
  ban: P.BanMembers,
  timeout: P.ModerateMembers,
  roles: P.ManageRoles,
  nickname: P.ManageNicknames,
  ownNickname: P.ChangeNickname,
  channels: P.ManageChannels,
  threads: P.CreatePublicThreads,
};

/** What the page offers; whether it is carried out is decided when it is asked for. */
function rightsOf(world: World, { guild, channel, member }: Place): Record<string, boolean> {
  const bits = channel
    ? channelPermissions(guild, channel, member, world.now())
    : guildPermissions(guild, member, world.now());
  return Object.fromEntries(Object.entries(rights).map(([name, bit]) => [name, (bits & bit) !== 0n]));
}

const inDirect: Record<string, boolean> = { send: true, react: true, attach: true };
