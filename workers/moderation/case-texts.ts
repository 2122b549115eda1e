import { catalogue } from '../../shared/core/catalogue.ts';
import type { EffectState } from '../../shared/moderation/model.ts';

type AnswerTexts = Record<EffectState, (answer: string) => string>;
type WarningStates = Record<'active' | 'expired' | 'withdrawn', string>;
type AppealStates = Record<'open' | 'accepted' | 'rejected', string>;

const effectsInEnglish: AnswerTexts = {
  none: () => 'nothing was to be asked',
  wanted: () => 'has not answered yet',
  done: () => 'has done it',
  failed: (answer) => `refused: ${answer}`,
};
const effectsInGerman: AnswerTexts = {
  none: () => 'nichts war zu fragen',
  wanted: () => 'hat noch nicht geantwortet',
  done: () => 'hat es getan',
  failed: (answer) => `hat abgelehnt: ${answer}`,
};
const warningsInEnglish: WarningStates = { active: 'active', expired: 'expired', withdrawn: 'withdrawn' };
const warningsInGerman: WarningStates = {
  active: 'aktiv',
  expired: 'abgelaufen',
  withdrawn: 'zurückgezogen',
};
const appealsInEnglish: AppealStates = { open: 'open', accepted: 'accepted', rejected: 'rejected' };
const appealsInGerman: AppealStates = { open: 'offen', accepted: 'angenommen', rejected: 'abgelehnt' };

/** What commands say of cases that are there. */
export const caseTexts = catalogue({
  en: {
    unknown: (number: number) =>
      `There is no case ${number} on this server. \`/history\` lists those of a member.`,
    noteForModerators: 'A note is for moderators only: look at it without `show`.',
    own: 'This case is about you. Ask another moderator to look after it.',
    title: (number: number, kind: string) => `Case ${number}: ${kind}`,
    fields: {
      member: 'Member',
      moderator: 'Moderator',
      reason: 'Reason',
      opened: 'Opened',
      ends: 'Ends',
      discord: 'Discord',
      lift: 'Discord, of taking it back',
      warning: 'Warning',
      ledTo: 'Led to',
      resolved: 'Resolved',
      message: 'Message',
      why: 'Why auto-moderation acted',
      appeal: 'Appeal',
      notes: 'Notes',
    },
    noReason: 'none was given',
    effects: effectsInEnglish,
    warnings: warningsInEnglish,
    expires: (time: string) => `until ${time}`,
    never: 'does not expire',
    appeals: appealsInEnglish,
    case: (number: number) => `case ${number}`,
    by: (time: string, name: string) => `${time} by ${name}`,
    link: 'the message',
    rule: (name: string, version: number) => `rule **${name}** (version ${version})`,
    counted: (reached: number, needed: number, period: string) =>
      period === ''
        ? `${reached}, allowed are fewer than ${needed}`
        : `${reached} within ${period}, allowed are fewer than ${needed}`,
    more: (count: number) => `… and ${count} more in the panel`,
    edited: (number: number) => `Case ${number} has the new reason. A note keeps the one before.`,
    unchanged: (number: number) => `Case ${number} has that reason already. Nothing was changed.`,
    resolved: (number: number) => `Case ${number} is resolved.`,
    lifted: 'What it did in Discord is taken back.',
    lifting: 'Discord has not answered yet whether it is taken back; `/case view` shows what becomes of it.',
    liftFailed: (answer: string) =>
      `Discord refused to take it back: ${answer} It can be tried again in the panel.`,
    withdrawn: (count: number) =>
      count === 1 ? 'Its warning is withdrawn.' : `${count} warnings are withdrawn.`,
    already: ({ time, name }: { time: string; name: string }) =>
      `It was resolved already: ${time} by ${name}. Nothing was changed.`,
    underWay: (time: string) =>
      `This ban ends by itself ${time}. To end it now, use \`undo:True\`. Nothing was changed.`,
    history: {
      title: 'History',
      none: (user: string) => `Nothing is known of ${user} on this server.`,
      warnings: (count: number) => (count === 1 ? '1 active warning' : `${count} active warnings`),
      open: 'open',
      failed: 'refused by Discord',
    },
    mine: {
      title: 'Your cases',
      none: 'There is no case about you on this server.',
      link: (url: string, time: string) =>
        `[Your page](${url}) shows all of them. Whoever has this link sees them: keep it to yourself. It works until ${time}.`,
      appeal: 'There you can also appeal.',
      ends: (time: string) => `until ${time}`,
      resolved: 'resolved',
    },
  },
  de: {
    unknown: (number: number) =>
      `Einen Fall ${number} gibt es auf diesem Server nicht. \`/history\` zeigt die eines Mitglieds.`,
    noteForModerators: 'Eine Notiz ist nur für die Moderation: Sieh sie dir ohne `show` an.',
    own: 'In diesem Fall geht es um dich. Bitte jemand anderen von der Moderation darum.',
    title: (number: number, kind: string) => `Fall ${number}: ${kind}`,
    fields: {
      member: 'Mitglied',
      moderator: 'Moderation',
      reason: 'Grund',
      opened: 'Eröffnet',
      ends: 'Endet',
      discord: 'Discord',
      lift: 'Discord, zum Zurücknehmen',
      warning: 'Verwarnung',
      ledTo: 'Führte zu',
      resolved: 'Abgeschlossen',
      message: 'Nachricht',
      why: 'Warum die Auto-Moderation handelte',
      appeal: 'Einspruch',
      notes: 'Notizen',
    },
    noReason: 'keiner angegeben',
    effects: effectsInGerman,
    warnings: warningsInGerman,
    expires: (time: string) => `bis ${time}`,
    never: 'läuft nicht ab',
    appeals: appealsInGerman,
    case: (number: number) => `Fall ${number}`,
    by: (time: string, name: string) => `${time} von ${name}`,
    link: 'die Nachricht',
    rule: (name: string, version: number) => `Regel **${name}** (Version ${version})`,
    counted: (reached: number, needed: number, period: string) =>
      period === ''
        ? `${reached}, erlaubt sind weniger als ${needed}`
        : `${reached} in ${period}, erlaubt sind weniger als ${needed}`,
    more: (count: number) => `… und ${count} weitere in der Verwaltung`,
    edited: (number: number) => `Fall ${number} hat den neuen Grund. Eine Notiz bewahrt den vorigen.`,
    unchanged: (number: number) => `Fall ${number} hat diesen Grund schon. Es wurde nichts geändert.`,
    resolved: (number: number) => `Fall ${number} ist abgeschlossen.`,
    lifted: 'Was er in Discord bewirkt hat, ist zurückgenommen.',
    lifting:
      'Discord hat noch nicht geantwortet, ob es zurückgenommen ist; `/case view` zeigt, was daraus wird.',
    liftFailed: (answer: string) =>
      `Discord hat abgelehnt, es zurückzunehmen: ${answer} In der Verwaltung kann man es noch einmal versuchen.`,
    withdrawn: (count: number) =>
      count === 1 ? 'Die Verwarnung ist zurückgezogen.' : `${count} Verwarnungen sind zurückgezogen.`,
    already: ({ time, name }: { time: string; name: string }) =>
      `Er wurde schon abgeschlossen: ${time} von ${name}. Es wurde nichts geändert.`,
    underWay: (time: string) =>
      `Diese Sperre endet von selbst ${time}. Um sie jetzt zu beenden, gib \`undo:True\` an. Es wurde nichts geändert.`,
    history: {
      title: 'Verlauf',
      none: (user: string) => `Über ${user} ist auf diesem Server nichts bekannt.`,
      warnings: (count: number) => (count === 1 ? '1 aktive Verwarnung' : `${count} aktive Verwarnungen`),
      open: 'offen',
      failed: 'von Discord abgelehnt',
    },
    mine: {
      title: 'Deine Fälle',
      none: 'Auf diesem Server gibt es keinen Fall über dich.',
      link: (url: string, time: string) =>
        `[Deine Seite](${url}) zeigt alle. Wer diesen Link hat, sieht sie auch: Behalte ihn für dich. Er gilt bis ${time}.`,
      appeal: 'Dort kannst du auch Einspruch erheben.',
      ends: (time: string) => `bis ${time}`,
      resolved: 'abgeschlossen',
    },
  },
});
export type CaseTexts = ReturnType<typeof caseTexts>;
