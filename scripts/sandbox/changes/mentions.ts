import { type APIAllowedMentions, type APIUser, PermissionFlagsBits as P } from 'discord-api-types/v10';
import { channelPermissions } from '../permissions.ts';
import { guildOf } from '../world/lookups.ts';
import type { Channel, Guild, Message, World } from '../world/types.ts';

interface Source {
  channel: Channel;
  author: APIUser;
  webhookId?: string;
  repliesTo?: Message;
}

type Mentions = Pick<Message, 'mentions' | 'mention_roles' | 'mention_everyone'>;

/**
 * Whom a text mentions, as far as `allowed_mentions` and the author's permissions let it. Without `allowed_mentions`
 * everything counts (Discord's documentation, "Allowed Mentions Object").
 */
export function mentionsIn(
  world: World,
  source: Source,
  text: string,
  allowed: APIAllowedMentions | null,
): Mentions {
  const replied = source.repliesTo && (allowed?.replied_user ?? !allowed) ? [source.repliesTo.author] : [];
  if (!text.includes('@')) return { mentions: replied, mention_roles: [], mention_everyone: false };
  const guild = guildOf(world, source.channel);
  const freely = guild !== null && mayMentionAll(world, guild, source);
  const named = idsIn(text, /<@!?(\d+)>/g)
    .filter((id) => isAllowed(allowed, 'users', id))
    .flatMap((id) => world.users.get(id) ?? []);
  return {
    mentions: [...named, ...replied.filter(({ id }) => !named.some((user) => user.id === id))],
    mention_roles: idsIn(text, /<@&(\d+)>/g).filter(
      (id) => isAllowed(allowed, 'roles', id) && (freely || guild?.roles.get(id)?.mentionable),
    ),
    mention_everyone: freely && /@(everyone|here)/.test(text) && isAllowed(allowed, 'everyone', ''),
  };
}

/** An incoming webhook may; everybody else with Mention Everyone. */
function mayMentionAll(world: World, guild: Guild, { channel, author, webhookId }: Source): boolean {
  if (webhookId && webhookId !== world.application.id) return true;
  const member = guild.members.get(author.id);
  return !!member && (channelPermissions(guild, channel, member, world.now()) & P.MentionEveryone) !== 0n;
}

function idsIn(text: string, pattern: RegExp): string[] {
  return [...new Set([...text.matchAll(pattern)].map((match) => match[1] ?? ''))];
}

function isAllowed(
  allowed: APIAllowedMentions | null,
  kind: 'users' | 'roles' | 'everyone',
  id: string,
): boolean {
  if (!allowed) return true;
  if (allowed.parse?.some((parsed) => parsed === kind)) return true;
  return kind !== 'everyone' && (allowed[kind] ?? []).includes(id);
}
