import { formatBytes, formatCount } from '../../shared/bytes/format.ts';
import { catalogue } from '../../shared/core/catalogue.ts';

interface Award {
  user: string;
  amount: number;
  streak: number;
  tier: { label: string; days: number } | null;
}
interface Relinked {
  user: string;
  label: string;
  streak: number;
}
interface Grant {
  user: string;
  role: string;
}
interface Milestone {
  label: string;
  multiplier: number;
  inDays: number;
}

export const texts = catalogue({
  en: {
    award: ({ user, amount, streak, tier }: Award) =>
      tier === null
        ? `<@${user}> earned ${formatBytes(amount, 'en')}. Day ${formatCount(streak, 'en')} in a row.`
        : `<@${user}> reached **${tier.label}** after ${formatCount(tier.days, 'en')} days in a row and earned ${formatBytes(amount, 'en')}.`,
    relinked: ({ user, label, streak }: Relinked) =>
      `<@${user}> reached **${label}**: an outage breaks no streak, so it is day ${formatCount(streak, 'en')} in a row.`,
    earned: ({ user, role }: Grant, threshold: number | undefined) =>
      `<@${user}> earned the role <@&${role}>${threshold === undefined ? '' : `: ${formatBytes(threshold, 'en')} received in total`}.`,
    disabled: 'Bytes are switched off on this server. Whoever manages it can switch them on in its settings.',
    bot: 'Bots have no bytes. Please choose a person.',
    stranger: 'That person is not on this server. Please choose a member.',
    read: {
      balance: 'Balance',
      received: 'Received',
      sent: 'Sent',
      streak: 'Streak',
      milestone: 'Next milestone',
      roles: 'Earned roles',
      nextRole: 'Next role',
      days: (days: number) => (days === 1 ? '1 day' : `${formatCount(days, 'en')} days`),
      noStreak: 'None at the moment',
      inDays: ({ label, multiplier, inDays }: Milestone) =>
        `${label} (×${formatCount(multiplier, 'en')}) in ${inDays === 1 ? '1 day' : `${formatCount(inDays, 'en')} days`}`,
      missing: (role: string, missing: number) => `<@&${role}>: ${formatBytes(missing, 'en')} to go`,
      none: 'No bytes yet.',
      start: (starting: number, daily: number) =>
        starting > 0
          ? `The first message here earns ${formatBytes(starting, 'en')} to start with, and ${formatBytes(daily, 'en')} for the day.`
          : `The first message of each day here earns ${formatBytes(daily, 'en')}.`,
    },
  },
  de: {
    award: ({ user, amount, streak, tier }: Award) =>
      tier === null
        ? `<@${user}> hat ${formatBytes(amount, 'de')} verdient. Tag ${formatCount(streak, 'de')} in Folge.`
        : `<@${user}> hat nach ${formatCount(tier.days, 'de')} Tagen in Folge **${tier.label}** erreicht und ${formatBytes(amount, 'de')} verdient.`,
    relinked: ({ user, label, streak }: Relinked) =>
      `<@${user}> hat **${label}** erreicht: Ein Ausfall bricht keine Serie, also ist es Tag ${formatCount(streak, 'de')} in Folge.`,
    earned: ({ user, role }: Grant, threshold: number | undefined) =>
      `<@${user}> hat die Rolle <@&${role}> verdient${threshold === undefined ? '' : `: ${formatBytes(threshold, 'de')} insgesamt erhalten`}.`,
    disabled:
      'Bytes sind auf diesem Server ausgeschaltet. Wer ihn verwaltet, kann sie in den Einstellungen einschalten.',
    bot: 'Bots haben keine Bytes. Bitte wähle eine Person.',
    stranger: 'Diese Person ist nicht auf diesem Server. Bitte wähle ein Mitglied.',
    read: {
      balance: 'Kontostand',
      received: 'Erhalten',
      sent: 'Gesendet',
      streak: 'Serie',
      milestone: 'Nächste Stufe',
      roles: 'Verdiente Rollen',
      nextRole: 'Nächste Rolle',
      days: (days: number) => (days === 1 ? '1 Tag' : `${formatCount(days, 'de')} Tage`),
      noStreak: 'Zurzeit keine',
      inDays: ({ label, multiplier, inDays }: Milestone) =>
        `${label} (×${formatCount(multiplier, 'de')}) in ${inDays === 1 ? '1 Tag' : `${formatCount(inDays, 'de')} Tagen`}`,
      missing: (role: string, missing: number) => `<@&${role}>: noch ${formatBytes(missing, 'de')}`,
      none: 'Noch keine Bytes.',
      start: (starting: number, daily: number) =>
        starting > 0
          ? `Die erste Nachricht hier bringt ${formatBytes(starting, 'de')} zum Start und ${formatBytes(daily, 'de')} für den Tag.`
          : `Die erste Nachricht jedes Tages bringt hier ${formatBytes(daily, 'de')}.`,
    },
  },
});
export type Texts = ReturnType<typeof texts>;
