import { catalogue } from '../core/catalogue.ts';
import { cut, literally } from '../core/plain-text.ts';

/** What a member is told once their appeal was answered. */
interface ToldAppeal {
  /** The case's number. */
  case: number;
  /** The guild's name, as it is. */
  guild: string;
  accepted: boolean;
  answer: string;
}

const mostAnswer = 800; // a message has 2,000 characters, and each of these may take two

/** The direct message about an answered appeal. In English where no locale is given. */
export function textOfAnswer({ case: number, guild, accepted, answer }: ToldAppeal, locale?: string): string {
  const words = texts(locale);
  const head = accepted ? words.accepted : words.rejected;
  const quote = answer === '' ? '' : `\n> ${literally(cut(answer, mostAnswer)).replaceAll('\n', '\n> ')}`;
  return `${head(`**${literally(guild)}**`)}${quote}\n-# ${words.number(number)}`;
}

const texts = catalogue({
  en: {
    accepted: (guild: string) => `Your appeal on ${guild} is accepted: what the case did is taken back.`,
    rejected: (guild: string) => `Your appeal on ${guild} is not accepted: the case stands.`,
    number: (number: number) => `Case ${number}`,
  },
  de: {
    accepted: (guild: string) =>
      `Deinem Einspruch auf ${guild} wurde stattgegeben: Die Strafe ist aufgehoben.`,
    rejected: (guild: string) => `Dein Einspruch auf ${guild} wurde abgelehnt: Die Strafe bleibt.`,
    number: (number: number) => `Fall ${number}`,
  },
});
