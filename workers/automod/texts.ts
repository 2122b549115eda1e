import type { Action } from '../../shared/automod/action.ts';
import type { Outcome } from '../../shared/automod/model.ts';
import { catalogue } from '../../shared/core/catalogue.ts';

interface Told {
  guild: string;
  /** A sentence; never the pattern. */
  why: string;
}
interface Done {
  action: string;
  case: number | undefined;
}
type OutcomeTexts = Record<Outcome, (done: Done) => string>;

const clock = (time: number) => `<t:${Math.ceil(time / 1_000)}:f>`;

const outcomesInEnglish: OutcomeTexts = {
  monitored: ({ action }) => `Only monitored. It would have been: ${action}.`,
  acted: ({ action, case: number }) => (number ? `Case ${number}: ${action}.` : `Done: ${action}.`),
  upgraded: ({ action, case: number }) => `Case ${number} is now: ${action}.`,
  absorbed: ({ case: number }) =>
    number ? `Covered by case ${number}.` : 'Covered by what was done already.',
};
const outcomesInGerman: OutcomeTexts = {
  monitored: ({ action }) => `Nur beobachtet. Es wäre gewesen: ${action}.`,
  acted: ({ action, case: number }) => (number ? `Fall ${number}: ${action}.` : `Erledigt: ${action}.`),
  upgraded: ({ action, case: number }) => `Fall ${number} ist jetzt: ${action}.`,
  absorbed: ({ case: number }) =>
    number ? `Von Fall ${number} abgedeckt.` : 'Von dem abgedeckt, was schon geschah.',
};

export const texts = catalogue({
  en: {
    warned: ({ guild, why }: Told) => `You were warned on **${guild}** by its auto-moderation: ${why}`,
    timedOut: ({ guild, why, until }: Told & { until: number }) =>
      `You cannot write on **${guild}** until ${clock(until)}. Its auto-moderation says why: ${why}`,
    warnedHere: ({ user, why }: { user: string; why: string }) => `<@${user}>, this is a warning: ${why}`,
    log: {
      member: (user: string) => `<@${user}>`,
      memberIn: (user: string, channel: string) => `<@${user}> in <#${channel}>`,
      messages: (count: number, link: string) =>
        `[${count === 1 ? '1 message' : `${count} messages`}](${link})`,
      action: (action: Action) =>
        action.is === 'timeout'
          ? `timeout of ${action.minutes === 1 ? '1 minute' : `${action.minutes} minutes`}`
          : { delete: 'messages deleted', warn: 'warning', kick: 'kick', ban: 'ban' }[action.is],
      outcomes: outcomesInEnglish,
    },
  },
  de: {
    warned: ({ guild, why }: Told) => `Du wurdest auf **${guild}** von der Auto-Moderation verwarnt: ${why}`,
    timedOut: ({ guild, why, until }: Told & { until: number }) =>
      `Du kannst auf **${guild}** bis ${clock(until)} nicht schreiben. Die Auto-Moderation sagt, warum: ${why}`,
    warnedHere: ({ user, why }: { user: string; why: string }) =>
      `<@${user}>, das ist eine Verwarnung: ${why}`,
    log: {
      member: (user: string) => `<@${user}>`,
      memberIn: (user: string, channel: string) => `<@${user}> in <#${channel}>`,
      messages: (count: number, link: string) =>
        `[${count === 1 ? '1 Nachricht' : `${count} Nachrichten`}](${link})`,
      action: (action: Action) =>
        action.is === 'timeout'
          ? `Auszeit von ${action.minutes === 1 ? '1 Minute' : `${action.minutes} Minuten`}`
          : { delete: 'Nachrichten gelöscht', warn: 'Verwarnung', kick: 'Rauswurf', ban: 'Bann' }[action.is],
      outcomes: outcomesInGerman,
    },
  },
});
