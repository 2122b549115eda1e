import { cut, literally } from '../../shared/core/plain-text.ts';
import type { CarriedOut } from './carry-out.ts';
import { type Texts, texts } from './texts.ts';

/** What became of one order. */
export function sayCarriedOut(carried: CarriedOut, locale: string | undefined): string {
  const words = texts(locale);
  const { order, acted } = carried;
  const { ladder, closed } = acted;
  const closedAs = order.kind.startsWith('un') ? 'ended' : 'replaced';
  return [
    outcomeOf(carried, words),
    ...(order.reason === '' ? [] : [words.reason(literally(cut(order.reason, 400)))]),
    ...ladder.map(({ number, kind }) => words.ladder(number, words.kinds[kind])),
    ...(closed.length > 0 ? [words[closedAs](closed.join(', '))] : []),
  ].join('\n');
}

function outcomeOf({ acted: { case: opened }, settled }: CarriedOut, words: Texts): string {
  const { number, kind, user, endsAt } = opened;
  const name = words.kinds[kind];
  if (settled.effect === 'wanted') return words.wanted(number, name);
  if (settled.effect === 'failed')
    return words.failed(number, name, sentence(literally(cut(settled.answer ?? '', 300))));
  const isOurs = kind === 'note' || kind === 'warn';
  if (settled.effect === 'none' && !isOurs) return words.overtaken(number, name);
  const until = endsAt === null ? null : `<t:${Math.ceil(endsAt / 1_000)}:f>`;
  return words.case(number, words.done[kind]({ user: `<@${user}>`, until }));
}

function sentence(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}
