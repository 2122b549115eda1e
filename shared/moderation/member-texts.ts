import { catalogue } from '../core/catalogue.ts';
import { cut, literally } from '../core/plain-text.ts';
import type { CaseKind } from './model.ts';

/** What a member is told about their case. */
export interface Told {
  kind: CaseKind;
  number: number;
  /** The guild's name, as it is. */
  guild: string;
  reason: string;
  endsAt: Date | null;
}

/** The direct message about a case; undefined for kinds that members are not told of. In English where no locale is given. */
export function textForMember(
  { kind, number, guild, reason, endsAt }: Told,
  locale?: string,
): string | undefined {
  const words = texts(locale);
  const until = endsAt && `<t:${Math.ceil(endsAt.getTime() / 1_000)}:f>`;
  const say = isTold(kind) ? words.said[kind] : undefined;
  if (!say) return undefined;
  const about = reason === '' ? '' : `\n> ${literally(cut(reason, mostReason)).replaceAll('\n', '\n> ')}`;
  return `${say(`**${literally(guild)}**`, until)}${about}\n-# ${words.number(number)}`;
}

const mostReason = 800; // a message has 2,000 characters, and each of these may take two

const told = ['warn', 'timeout', 'kick', 'ban'] as const;
type ToldKind = (typeof told)[number];
type Say = (guild: string, until: string | null) => string;

function isTold(kind: CaseKind): kind is ToldKind {
  return told.some((each) => each === kind);
}

const inEnglish: Record<ToldKind, Say> = {
  warn: (guild) => `You were warned on ${guild}.`,
  timeout: (guild, until) => `You cannot write on ${guild} until ${until}.`,
  kick: (guild) => `You were removed from ${guild}.`,
  ban: (guild, until) =>
    until ? `You are banned from ${guild} until ${until}.` : `You are banned from ${guild}.`,
};
const inGerman: Record<ToldKind, Say> = {
  warn: (guild) => `Du wurdest auf ${guild} verwarnt.`,
  timeout: (guild, until) => `Du kannst auf ${guild} bis ${until} nicht schreiben.`,
  kick: (guild) => `Du wurdest von ${guild} entfernt.`,
  ban: (guild, until) =>
    until ? `Du bist auf ${guild} bis ${until} gesperrt.` : `Du bist auf ${guild} gesperrt.`,
};

const texts = catalogue({
  en: { said: inEnglish, number: (number: number) => `Case ${number}` },
  de: { said: inGerman, number: (number: number) => `Fall ${number}` },
});
