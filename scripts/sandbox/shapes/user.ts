import type { APIGuildMember, APIUser } from 'discord-api-types/v10';
import type { Member, World } from '../world/types.ts';

export type MemberJson = Omit<APIGuildMember, 'user'>;

/** The bot, as it sees itself. */
export function ownUserJson({ bot }: World): Record<string, unknown> {
  return { ...bot, verified: true, mfa_enabled: true, email: null, flags: 0 };
}

/** A member as it stands beside a user (in messages and interactions). */
export function memberJson(member: Member): MemberJson {
  return {
    nick: member.nick,
    avatar: member.avatar,
    banner: null,
    roles: member.roles,
    joined_at: member.joinedAt,
    premium_since: null,
    deaf: false,
    mute: false,
    flags: member.flags,
    pending: member.pending,
    communication_disabled_until: member.timeoutUntil,
  };
}

export function memberWithUserJson(member: Member): MemberJson & { user: APIUser } {
  return { ...memberJson(member), user: member.user };
}
