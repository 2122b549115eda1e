import { formatBytes, formatCount } from '../../shared/bytes/format.ts';
import { catalogue } from '../../shared/core/catalogue.ts';

interface Award {
  user: string;
  amount: number;
  streak: number;
  tier: { label: string; days: number } | null;
}
interface Milestone {
  label: string;
  multiplier: number;
  inDays: number;
}

export const texts = catalogue({
  en: {
    commands: {
      bytes: 'Your bytes and streaks on this server',
      read: { name: 'read', text: 'Balance, streak and roles of a member' },
      readUser: { name: 'user', text: 'Whose bytes to show; without it, your own' },
    },
    award: ({ user, amount, streak, tier }: Award) =>
      tier === null
        ? `<@${user}> earned ${formatBytes(amount, 'en')}. Day ${formatCount(streak, 'en')} in a row.`
        : `<@${user}> reached **${tier.label}** after ${formatCount(tier.days, 'en')} days in a row and earned ${formatBytes(amount, 'en')}.`,
    disabled: 'Bytes are switched off on this server. Whoever manages it can switch them on in its settings.',
    bot: 'Bots have no bytes. Please choose a person.',
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
      newcomer: (starting: number, daily: number) =>
        starting > 0
          ? `No bytes yet. The first message here earns ${formatBytes(starting, 'en')} to start with, and ${formatBytes(daily, 'en')} for the day.`
          : `No bytes yet. The first message of each day here earns ${formatBytes(daily, 'en')}.`,
    },
  },
  de: {
    commands: {
      bytes: 'Deine Bytes und Serien auf diesem Server',
      read: { name: 'zeigen', text: 'Kontostand, Serie und Rollen eines Mitglieds' },
      readUser: { name: 'mitglied', text: 'Wessen Bytes gezeigt werden; ohne Angabe deine eigenen' },
    },
    award: ({ user, amount, streak, tier }: Award) =>
      tier === null
        ? `<@${user}> hat ${formatBytes(amount, 'de')} verdient. Tag ${formatCount(streak, 'de')} in Folge.`
        : `<@${user}> hat nach ${formatCount(tier.days, 'de')} Tagen in Folge **${tier.label}** erreicht und ${formatBytes(amount, 'de')} verdient.`,
    disabled:
      'Bytes sind auf diesem Server ausgeschaltet. Wer ihn verwaltet, kann sie in den Einstellungen einschalten.',
    bot: 'Bots haben keine Bytes. Bitte wähle eine Person.',
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
      newcomer: (starting: number, daily: number) =>
        starting > 0
          ? `Noch keine Bytes. Die erste Nachricht hier bringt ${formatBytes(starting, 'de')} zum Start und ${formatBytes(daily, 'de')} für den Tag.`
          : `Noch keine Bytes. Die erste Nachricht jedes Tages bringt hier ${formatBytes(daily, 'de')}.`,
    },
  },
});
export type Texts = ReturnType<typeof texts>;
