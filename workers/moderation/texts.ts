import { catalogue } from '../../shared/core/catalogue.ts';
import type { CaseKind } from '../../shared/moderation/model.ts';
import { refusalsInEnglish, refusalsInGerman } from './refusal-texts.ts';

/** A member as a mention, and when it ends, where it does. */
interface Done {
  user: string;
  until: string | null;
}
type DoneTexts = Record<CaseKind, (done: Done) => string>;

const doneInEnglish: DoneTexts = {
  note: ({ user }) => `A note on ${user} is kept.`,
  warn: ({ user }) => `${user} was warned.`,
  timeout: ({ user, until }) => `${user} cannot write until ${until}.`,
  untimeout: ({ user }) => `The timeout of ${user} is over.`,
  kick: ({ user }) => `${user} was removed from the server.`,
  ban: ({ user, until }) => (until ? `${user} is banned until ${until}.` : `${user} is banned.`),
  unban: ({ user }) => `${user} is not banned any more.`,
};
const doneInGerman: DoneTexts = {
  note: ({ user }) => `Eine Notiz zu ${user} ist gespeichert.`,
  warn: ({ user }) => `${user} wurde verwarnt.`,
  timeout: ({ user, until }) => `${user} kann bis ${until} nicht schreiben.`,
  untimeout: ({ user }) => `Die Auszeit von ${user} ist vorbei.`,
  kick: ({ user }) => `${user} wurde vom Server entfernt.`,
  ban: ({ user, until }) => (until ? `${user} ist bis ${until} gesperrt.` : `${user} ist gesperrt.`),
  unban: ({ user }) => `${user} ist nicht mehr gesperrt.`,
};

const kindsInEnglish: Record<CaseKind, string> = {
  note: 'note',
  warn: 'warning',
  timeout: 'timeout',
  untimeout: 'end of a timeout',
  kick: 'kick',
  ban: 'ban',
  unban: 'end of a ban',
};
const kindsInGerman: Record<CaseKind, string> = {
  note: 'Notiz',
  warn: 'Verwarnung',
  timeout: 'Auszeit',
  untimeout: 'Ende einer Auszeit',
  kick: 'Rauswurf',
  ban: 'Sperre',
  unban: 'Ende einer Sperre',
};

/** What commands say that do something to a member. */
export const texts = catalogue({
  en: {
    kinds: kindsInEnglish,
    refusals: refusalsInEnglish,
    forbidden: (permission: string) =>
      `This is for moderators. Ask somebody with the permission ${permission}.`,
    durations: {
      malformed: 'I do not understand that duration. Write it as `10m`, `2h`, `1d 12h` or `1w`.',
      zero: 'That duration is no time at all. Please choose a longer one.',
      'too-long': (most: string) =>
        `That is too long: at most ${most} are possible here. Please choose less.`,
    },
    done: doneInEnglish,
    case: (number: number, what: string) => `**Case ${number}:** ${what}`,
    wanted: (number: number, kind: string) =>
      `**Case ${number}** (${kind}) is open. Discord has not answered yet: \`/case view number:${number}\` shows what becomes of it.`,
    failed: (number: number, kind: string, answer: string) =>
      `**Case ${number}** (${kind}) is open, but Discord refused: ${answer} It can be tried again in the panel.`,
    overtaken: (number: number, kind: string) =>
      `**Case ${number}** (${kind}) is on record; nothing is to be done for it any more.`,
    reason: (reason: string) => `Reason: ${reason}`,
    ladder: (number: number, kind: string) => `With this warning came **case ${number}**: ${kind}.`,
    replaced: (numbers: string) => `It takes the place of what was open before (case ${numbers}).`,
    ended: (numbers: string) => `That closes case ${numbers}.`,
    mass: {
      unreadable: (word: string) =>
        `“${word}” is neither an id nor a mention. Please correct it and try again.`,
      none: 'Nobody was named. Write ids or mentions with spaces between.',
      tooMany: (most: number) =>
        `At most ${most} people can be banned at once. Please do it in several steps.`,
      nobody: 'None of them can be banned:',
      ask: (count: number) => (count === 1 ? 'Ban this one?' : `Ban these ${count}?`),
      reason: (reason: string) => `Reason: ${reason}`,
      noReason: 'No reason is given.',
      deleting: (time: string) => `What they wrote in the last ${time} is deleted.`,
      leftOut: (count: number) => `Left out (${count}):`,
      more: (count: number) => `… and ${count} more`,
      cancelled: 'Cancelled. Nobody was banned.',
      told: (done: number, cases: string) =>
        done === 1 ? `1 is banned (case ${cases}).` : `${done} are banned (cases ${cases}).`,
      waiting: (count: number, cases: string) =>
        `${count} wait for Discord's answer (cases ${cases}); the panel shows what becomes of them.`,
      failed: (count: number) => `Discord refused ${count}:`,
    },
  },
  de: {
    kinds: kindsInGerman,
    refusals: refusalsInGerman,
    forbidden: (permission: string) =>
      `Das ist für die Moderation. Wende dich an jemanden mit der Berechtigung ${permission}.`,
    durations: {
      malformed: 'Diese Dauer verstehe ich nicht. Schreib sie so: `10m`, `2h`, `1d 12h` oder `1w`.',
      zero: 'Diese Dauer ist gar keine Zeit. Bitte wähle eine längere.',
      'too-long': (most: string) => `Das ist zu lang: Hier gehen höchstens ${most}. Bitte wähle weniger.`,
    },
    done: doneInGerman,
    case: (number: number, what: string) => `**Fall ${number}:** ${what}`,
    wanted: (number: number, kind: string) =>
      `**Fall ${number}** (${kind}) ist eröffnet. Discord hat noch nicht geantwortet: \`/case view number:${number}\` zeigt, was daraus wird.`,
    failed: (number: number, kind: string, answer: string) =>
      `**Fall ${number}** (${kind}) ist eröffnet, aber Discord hat abgelehnt: ${answer} In der Verwaltung kann man es noch einmal versuchen.`,
    overtaken: (number: number, kind: string) =>
      `**Fall ${number}** (${kind}) ist vermerkt; dafür ist nichts mehr zu tun.`,
    reason: (reason: string) => `Grund: ${reason}`,
    ladder: (number: number, kind: string) => `Mit dieser Verwarnung kam **Fall ${number}**: ${kind}.`,
    replaced: (numbers: string) => `Das tritt an die Stelle dessen, was vorher offen war (Fall ${numbers}).`,
    ended: (numbers: string) => `Damit ist Fall ${numbers} abgeschlossen.`,
    mass: {
      unreadable: (word: string) =>
        `„${word}“ ist weder eine ID noch eine Erwähnung. Bitte verbessere das und versuche es noch einmal.`,
      none: 'Niemand ist genannt. Schreib IDs oder Erwähnungen mit Leerzeichen dazwischen.',
      tooMany: (most: number) =>
        `Auf einmal können höchstens ${most} Personen gesperrt werden. Bitte mach es in mehreren Schritten.`,
      nobody: 'Niemand davon kann gesperrt werden:',
      ask: (count: number) => (count === 1 ? 'Diese Person sperren?' : `Diese ${count} sperren?`),
      reason: (reason: string) => `Grund: ${reason}`,
      noReason: 'Kein Grund ist angegeben.',
      deleting: (time: string) => `Was sie in dieser Zeit geschrieben haben, wird gelöscht: ${time}.`,
      leftOut: (count: number) => `Ausgelassen (${count}):`,
      more: (count: number) => `… und ${count} weitere`,
      cancelled: 'Abgebrochen. Niemand wurde gesperrt.',
      told: (done: number, cases: string) =>
        done === 1 ? `1 ist gesperrt (Fall ${cases}).` : `${done} sind gesperrt (Fälle ${cases}).`,
      waiting: (count: number, cases: string) =>
        `${count} warten auf Discords Antwort (Fälle ${cases}); die Verwaltung zeigt, was daraus wird.`,
      failed: (count: number) => `${count} hat Discord abgelehnt:`,
    },
  },
});
export type Texts = ReturnType<typeof texts>;
