import { formatBytes } from '../../shared/bytes/format.ts';
import { catalogue } from '../../shared/core/catalogue.ts';
import { SECOND } from '../../shared/core/clock.ts';

/** Shown by Discord as "in 10 minutes"; the second after, so that nobody comes back too early. */
const relative = (at: number) => `<t:${Math.ceil(at / SECOND)}:R>`;

interface Sent {
  giver: string;
  receiver: string;
  amount: number;
  /** What for, ready to be shown. */
  reason: string | null;
}

export const sendTexts = catalogue({
  en: {
    /** Public; the receiver is pinged. */
    line: ({ giver, receiver, amount, reason }: Sent) =>
      `<@${giver}> sent <@${receiver}> ${formatBytes(amount, 'en')}${reason === null ? '.' : `: ${reason}`}`,
    done: (receiver: string, amount: number, balance: number) =>
      `You sent <@${receiver}> ${formatBytes(amount, 'en')}. You have ${formatBytes(balance, 'en')} left.`,
    again: (at: number) => `You can send again ${relative(at)}.`,
    amount: 'The amount must be a whole number of at least 1, in digits alone, such as 20.',
    tooLong: (by: number) =>
      `The reason is ${by === 1 ? '1 character' : `${by} characters`} too long; 200 fit.`,
    refusals: {
      disabled: () =>
        'Bytes are switched off on this server. Whoever manages it can switch them on in its settings.',
      self: () => 'You cannot send bytes to yourself. Please choose somebody else.',
      bot: () => 'Bots have no bytes. Please choose a person.',
      stranger: () => 'That person is not on this server. Please choose a member.',
      'too-much': ({ most }: { most: number }) =>
        `That is more than may be sent at once on this server: ${formatBytes(most, 'en')} at most.`,
      'too-young': ({ until }: { until: number | null }) =>
        until === null
          ? 'Members must have been here for a while before they may send bytes, and I do not know yet since when you are. Please try again later.'
          : `Your account, or your time on this server, is too young to send bytes. You can send ${relative(until)}.`,
      cooling: ({ until }: { until: number }) =>
        `You sent bytes a short while ago. You can send again ${relative(until)}.`,
      poor: ({ balance, missing }: { balance: number; missing: number }) =>
        `You have ${formatBytes(balance, 'en')}: ${formatBytes(missing, 'en')} too few. The first message of each day earns more.`,
    },
    form: {
      title: (name: string) => `Send bytes to ${name}`,
      amount: 'Amount',
      reason: 'Reason',
      reasonHelp: 'What for; everyone can read it',
      expired: 'The form was open for too long, and nothing was sent. Please open it again.',
    },
  },
  de: {
    line: ({ giver, receiver, amount, reason }: Sent) =>
      `<@${giver}> hat <@${receiver}> ${formatBytes(amount, 'de')} geschickt${reason === null ? '.' : `: ${reason}`}`,
    done: (receiver: string, amount: number, balance: number) =>
      `Du hast <@${receiver}> ${formatBytes(amount, 'de')} geschickt. Dir bleiben ${formatBytes(balance, 'de')}.`,
    again: (at: number) => `Du kannst ${relative(at)} wieder senden.`,
    amount: 'Der Betrag muss eine ganze Zahl von mindestens 1 sein, nur in Ziffern, etwa 20.',
    tooLong: (by: number) => `Der Grund ist um ${by} Zeichen zu lang; 200 passen.`,
    refusals: {
      disabled: () =>
        'Bytes sind auf diesem Server ausgeschaltet. Wer ihn verwaltet, kann sie in den Einstellungen einschalten.',
      self: () => 'Du kannst dir nicht selbst Bytes schicken. Bitte wähle jemand anderen.',
      bot: () => 'Bots haben keine Bytes. Bitte wähle eine Person.',
      stranger: () => 'Diese Person ist nicht auf diesem Server. Bitte wähle ein Mitglied.',
      'too-much': ({ most }: { most: number }) =>
        `Das ist mehr, als man auf diesem Server auf einmal schicken darf: höchstens ${formatBytes(most, 'de')}.`,
      'too-young': ({ until }: { until: number | null }) =>
        until === null
          ? 'Wer Bytes schicken will, muss schon eine Weile hier sein, und ich weiß noch nicht, seit wann du es bist. Bitte versuche es später noch einmal.'
          : `Dein Konto oder deine Zeit auf diesem Server ist noch zu jung, um Bytes zu schicken. Du kannst es ${relative(until)}.`,
      cooling: ({ until }: { until: number }) =>
        `Du hast vor Kurzem schon Bytes geschickt. Du kannst ${relative(until)} wieder senden.`,
      poor: ({ balance, missing }: { balance: number; missing: number }) =>
        `Du hast ${formatBytes(balance, 'de')}: ${formatBytes(missing, 'de')} zu wenig. Die erste Nachricht an jedem Tag bringt mehr.`,
    },
    form: {
      title: (name: string) => `Bytes an ${name} senden`,
      amount: 'Betrag',
      reason: 'Grund',
      reasonHelp: 'Wofür; alle können es lesen',
      expired: 'Das Formular war zu lange offen, und nichts wurde geschickt. Bitte öffne es noch einmal.',
    },
  },
});
