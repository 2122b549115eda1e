import { cut, literally } from '../../shared/core/plain-text.ts';
import type { Snowflake } from '../../shared/core/snowflake.ts';
import type { Allowed, Refusal } from '../../shared/moderation/act-rules.ts';
import { tellDuration } from '../../shared/moderation/durations.ts';
import type { CarriedOut } from './carry-out.ts';
import { sayRefusal } from './say-refusal.ts';
import { texts } from './texts.ts';

type Verdicts = ReadonlyMap<Snowflake, Allowed | Refusal>;
interface Plan {
  users: readonly Snowflake[];
  reason: string;
  deleteMessageSeconds: number;
}

const named = 25; // of up to 23 characters, in a message of 2,000
const explained = 4; // who is left out, with why
const longest = 1_950; // characters, should everything be as long as it can be

/** Who would be banned and who would not, before anything is done. */
export function sayPreview(
  { users, reason, deleteMessageSeconds }: Plan,
  verdicts: Verdicts,
  locale: string | undefined,
): string {
  const words = texts(locale).mass;
  const left = leftOut(verdicts, locale);
  if (users.length === 0) return [words.nobody, ...left].join('\n');
  const lines = [
    `${words.ask(users.length)} ${listOf(
      users.map((user) => `<@${user}>`),
      ' ',
      words.more,
    )}`,
    reason === '' ? words.noReason : words.reason(literally(cut(reason, 100))),
    ...(deleteMessageSeconds > 0 ? [words.deleting(tellDuration(deleteMessageSeconds))] : []),
    ...(left.length > 0 ? [words.leftOut(verdicts.size - users.length), ...left] : []),
  ];
  return cut(lines.join('\n'), longest);
}

export function sayMassBan(
  carried: readonly CarriedOut[],
  verdicts: Verdicts,
  locale: string | undefined,
): string {
  const words = texts(locale).mass;
  const withEffect = (...effects: string[]) =>
    carried.filter(({ settled }) => effects.includes(settled.effect));
  const [done, waiting, failed] = [withEffect('done', 'none'), withEffect('wanted'), withEffect('failed')];
  const left = leftOut(verdicts, locale);
  const lines = [
    ...(done.length > 0 ? [words.told(done.length, casesOf(done))] : []),
    ...(waiting.length > 0 ? [words.waiting(waiting.length, casesOf(waiting))] : []),
    ...(failed.length > 0 ? [words.failed(failed.length), ...failed.slice(0, explained).map(whyFailed)] : []),
    ...(failed.length > explained ? [words.more(failed.length - explained)] : []),
    ...(left.length > 0 ? [words.leftOut(verdicts.size - carried.length), ...left] : []),
  ];
  return cut(lines.join('\n'), longest);
}

function leftOut(verdicts: Verdicts, locale: string | undefined): string[] {
  const lines = [...verdicts].flatMap(([user, verdict]) =>
    verdict.is === 'allowed' ? [] : [`- <@${user}>: ${sayRefusal(verdict, locale)}`],
  );
  if (lines.length <= explained) return lines;
  return [...lines.slice(0, explained), texts(locale).mass.more(lines.length - explained)];
}

function whyFailed({ order, acted, settled }: CarriedOut): string {
  return `- <@${order.user}> (${acted.case.number}): ${literally(cut(settled.answer ?? '', 50))}`;
}

/** Numbers in one go have no gaps unless somebody else was at it: `5–12, 14`. */
function casesOf(carried: readonly CarriedOut[]): string {
  const numbers = carried.map(({ acted }) => acted.case.number).sort((a, b) => a - b);
  const runs: [first: number, last: number][] = [];
  for (const number of numbers) {
    const run = runs.at(-1);
    if (run && run[1] === number - 1) run[1] = number;
    else runs.push([number, number]);
  }
  return runs.map(([first, last]) => (first === last ? `${first}` : `${first}–${last}`)).join(', ');
}

function listOf(all: readonly string[], between: string, more: (count: number) => string): string {
  const shownOnes = all.slice(0, named).join(between);
  return all.length > named ? `${shownOnes} ${more(all.length - named)}` : shownOnes;
}
