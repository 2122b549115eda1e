import { PermissionFlagsBits as P } from 'discord-api-types/v10';
import { has, missingFrom } from '../core/permissions.ts';
import type { CaseKind } from './model.ts';
import { isHigher, type Rank } from './ranks.ts';

export type Allowed = { is: 'allowed' };
export type Refusal =
  | { is: 'self' }
  /** The guild's owner: nobody can do anything to them. */
  | { is: 'owner' }
  /** This bot. */
  | { is: 'bot-itself' }
  | { is: 'is-a-bot' }
  | { is: 'not-a-member' }
  /** They may be a member, and above whoever asks: the members are not loaded yet. */
  | { is: 'not-known-yet' }
  /** As Discord's client has its name. */
  | { is: 'missing-permission'; who: 'you' | 'bot'; permission: string }
  /** Their highest role is not below yours. */
  | { is: 'outranks-you' }
  | { is: 'outranks-bot' }
  /** Discord times out nobody who has Administrator. */
  | { is: 'administrator' };

/** What a kind of case needs, of whom. */
interface Demands {
  /** Of whoever does it. */
  permission: bigint;
  /** The bot has to do something at Discord, with the same permission. */
  asksDiscord: boolean;
  /** Is done to members only. */
  toMembers: boolean;
  /** Is done to bots as well. */
  toBots: boolean;
  /** Harms: only who ranks above may do it, and nobody to the owner. */
  harms: boolean;
}

const demands: Record<CaseKind, Demands> = {
  note: { permission: P.ModerateMembers, asksDiscord: false, toMembers: false, toBots: true, harms: false },
  warn: { permission: P.ModerateMembers, asksDiscord: false, toMembers: true, toBots: false, harms: true },
  timeout: { permission: P.ModerateMembers, asksDiscord: true, toMembers: true, toBots: true, harms: true },
  untimeout: {
    permission: P.ModerateMembers,
    asksDiscord: true,
    toMembers: true,
    toBots: true,
    harms: false,
  },
  kick: { permission: P.KickMembers, asksDiscord: true, toMembers: true, toBots: true, harms: true },
  ban: { permission: P.BanMembers, asksDiscord: true, toMembers: false, toBots: true, harms: true },
  unban: { permission: P.BanMembers, asksDiscord: true, toMembers: false, toBots: true, harms: false },
};

interface At {
  /** `staff`: of the panel or the API, who rank above everybody. */
  invoker: Rank | 'staff';
  /** Undefined, or no member: nothing is known of it here, and Discord will say. */
  bot: Rank | undefined;
  target: Rank;
}

/** Whether that may be done to that member, before Discord is asked. The first thing that stands in the way is told. Pure. */
export function mayAct(deed: CaseKind, { invoker, bot, target }: At): Allowed | Refusal {
  const { permission, asksDiscord, toMembers, toBots, harms } = demands[deed];
  if (invoker !== 'staff') {
    if (!has(invoker.permissions, permission)) return missing('you', invoker, permission);
    if (invoker.user === target.user && deed !== 'note') return { is: 'self' };
  }
  if (bot?.user === target.user && deed !== 'note') return { is: 'bot-itself' };
  if (target.isOwner && harms) return { is: 'owner' };
  if (target.isBot && !toBots) return { is: 'is-a-bot' };
  if (!target.isMember && toMembers) return { is: 'not-a-member' };
  if (invoker !== 'staff' && !invoker.isOwner && harms && target.isUnknown) return { is: 'not-known-yet' };
  if (invoker !== 'staff' && harms && !isAbove(invoker, target)) return { is: 'outranks-you' };
  if (!asksDiscord) return { is: 'allowed' };
  if (deed === 'timeout' && has(target.permissions, P.Administrator)) return { is: 'administrator' };
  if (!bot?.isMember) return { is: 'allowed' };
  if (!has(bot.permissions, permission)) return missing('bot', bot, permission);
  return target.isMember && !isAbove(bot, target) ? { is: 'outranks-bot' } : { is: 'allowed' };
}

function isAbove(one: Rank, target: Rank): boolean {
  return one.isOwner || !target.isMember || isHigher(one.top, target.top);
}

function missing(who: 'you' | 'bot', { permissions }: Rank, permission: bigint): Refusal {
  return { is: 'missing-permission', who, permission: missingFrom(permissions, permission)[0] ?? '' };
}
