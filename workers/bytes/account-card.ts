import type { APIEmbed, APIEmbedField } from 'discord-api-types/v10';
import { formatBytes } from '../../shared/bytes/format.ts';
import type { readAccount } from '../../shared/bytes/queries.ts';
import { currentStreak, nextTier, tierAt } from '../../shared/bytes/rules.ts';
import type { BytesSettings } from '../../shared/bytes/settings.ts';
import type { Snowflake } from '../../shared/core/snowflake.ts';
import type { Person } from '../interactions/caller.ts';
import { type Texts, texts } from './texts.ts';

type Account = NonNullable<Awaited<ReturnType<typeof readAccount>>>;

/** Of somebody who never spoke here and was never given anything. */
export const noAccount: Account = {
  balance: 0,
  received: 0,
  sent: 0,
  streak: 0,
  lastDay: null,
  freezesHeld: 0,
  outages: [],
  grants: [],
};

const rolesShown = 40; // a mention takes up to 24 characters, a field 1024

interface Portrait {
  user: Person;
  account: Account;
  settings: BytesSettings;
  /** The guild's day of the question, as `dayOf` counts. */
  today: number;
  locale: string | undefined;
}

/** A member's account as an embed: mentions of members and roles in it ping nobody. */
export function drawAccount({ user, account, settings, today, locale }: Portrait): APIEmbed {
  const { config, roles } = settings;
  const words = texts(locale);
  const { balance, received, sent, grants } = account;
  const streak = currentStreak(account, today, account.outages);
  const bytes = (name: string, amount: number) => field(name, formatBytes(amount, locale), true);
  const start = words.read.start(config.startingBalance, config.dailyAmount);
  const newcomer = received > 0 ? start : `${words.read.none} ${start}`;
  return {
    author: { name: user.globalName ?? user.username, ...pictureOf(user) },
    description: account.lastDay === null ? `<@${user.id}>\n${newcomer}` : `<@${user.id}>`,
    fields: [
      bytes(words.read.balance, balance),
      bytes(words.read.received, received),
      bytes(words.read.sent, sent),
      field(words.read.streak, streakOf(words, tierAt(config, streak)?.label, streak), true),
      ...milestoneField(words, nextTier(config, streak)),
      ...(grants.length > 0 ? [field(words.read.roles, listRoles(grants))] : []),
      ...nextRoleField(
        words,
        roles.find(({ threshold }) => threshold > received),
        received,
      ),
    ],
  };
}

function streakOf({ read }: Texts, label: string | undefined, streak: number): string {
  if (streak === 0) return read.noStreak;
  return label === undefined ? read.days(streak) : `${read.days(streak)}: ${label}`;
}

function milestoneField({ read }: Texts, next: ReturnType<typeof nextTier>): APIEmbedField[] {
  return next ? [field(read.milestone, read.inDays({ ...next.tier, inDays: next.inDays }), true)] : [];
}

function nextRoleField(
  { read }: Texts,
  next: BytesSettings['roles'][number] | undefined,
  received: number,
): APIEmbedField[] {
  return next ? [field(read.nextRole, read.missing(next.role, next.threshold - received))] : [];
}

function listRoles(roles: Snowflake[]): string {
  const mentions = roles.slice(0, rolesShown).map((role) => `<@&${role}>`);
  const hidden = roles.length - mentions.length;
  return hidden > 0 ? `${mentions.join(' ')} +${hidden}` : mentions.join(' ');
}

function pictureOf({ id, avatar }: Person): { icon_url?: string } {
  return avatar === null
    ? {}
    : { icon_url: `https://cdn.discordapp.com/avatars/${id}/${avatar}.png?size=64` };
}

function field(name: string, value: string, inline = false): APIEmbedField {
  return { name, value, inline };
}
