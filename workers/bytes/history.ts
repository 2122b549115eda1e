import { z } from 'zod';
import { formatCount } from '../../shared/bytes/format.ts';
import { type Past, readHistory, type Turn } from '../../shared/bytes/history.ts';
import { SECOND } from '../../shared/core/clock.ts';
import { cut, literally } from '../../shared/core/plain-text.ts';
import type { Snowflake } from '../../shared/core/snowflake.ts';
import { pager } from '../interactions/pager.ts';
import { findEconomy } from './economy.ts';
import { listTexts } from './list-texts.ts';
import { texts } from './texts.ts';

const rows = 10;
const reasonShown = 80; // characters

/** `/bytes history`: the caller's rows of the ledger, newest first. */
export const history = pager({
  name: 'bytes-history',
  replies: 'privately',
  async draw({ guild, user, locale }, context, cursor) {
    if (!(await findEconomy(context, guild))) return texts(locale).disabled;
    const page = await readHistory(context, { guild, user: user.id }, turnOf(cursor), rows);
    const words = listTexts(locale).history;
    const lines = page.rows.map((past) => lineOf(past, user.id, locale));
    const [first, last] = [page.rows[0], page.rows.at(-1)];
    return {
      message: { embeds: [{ title: words.title, description: lines.join('\n') || words.empty }] },
      previous: page.hasNewer && first ? `n${first.id}` : undefined,
      next: page.hasOlder && last ? `o${last.id}` : undefined,
    };
  },
});

const Cursor = z.string().regex(/^[no]\d{1,19}$/);

/** What an older version's button says is the newest page. */
function turnOf(cursor: string): Turn {
  const { data } = Cursor.safeParse(cursor);
  if (data === undefined) return {};
  return data.startsWith('n') ? { newer: data.slice(1) } : { older: data.slice(1) };
}

function lineOf(past: Past, user: Snowflake, locale: string | undefined): string {
  const { amount, receiver, giver, reason, streak, createdAt } = past;
  const isIncome = receiver === user;
  const sum = `${isIncome ? '+' : '−'}${formatCount(amount, locale)}`;
  const why = listTexts(locale).history.of[sideOf(past, isIncome)];
  const words = why({ streak, other: `<@${isIncome ? giver : receiver}>` });
  const said = reason === null ? '' : `: ${literally(cut(reason, reasonShown))}`;
  return `<t:${Math.floor(createdAt.getTime() / SECOND)}:d> **${sum}** ${words}${said}`;
}

const sides = {
  starting: ['starting', 'starting'],
  daily: ['daily', 'daily'],
  transfer: ['received', 'sent'],
  'squad-fee': ['refund', 'fee'],
  admin: ['given', 'taken'],
  refund: ['refund', 'refund'],
} as const satisfies Record<Past['kind'], readonly [income: Side, expense: Side]>;
type Side = keyof ReturnType<typeof listTexts>['history']['of'];

function sideOf({ kind }: Past, isIncome: boolean): Side {
  return sides[kind][isIncome ? 0 : 1];
}
