import { cut, literally } from '../../shared/core/plain-text.ts';
import type { Join, Leave } from '../../shared/squads/membership.ts';
import { fillWelcome } from '../../shared/squads/rules.ts';
import { texts as bytesTexts } from '../bytes/texts.ts';
import { texts } from './texts.ts';

const longest = 2_000; // characters of a message (Discord); placeholders grow

/** What became of joining, in words for the one who did; the squad's welcome follows. */
export function sayJoin(join: Join, user: string, locale: string | undefined): string {
  if (join.is !== 'joined') return sayRefusal(join, locale);
  const { squad, from, cost, balance } = join;
  const told = texts(locale).joined({
    to: literally(squad.name),
    from: from && literally(from.name),
    cost,
    balance,
  });
  if (squad.welcome === null) return told;
  const welcome = fillWelcome(squad.welcome, { user, squad: literally(squad.name) });
  return cut(`${told}\n\n${welcome}`, longest);
}

export function sayLeave(left: Leave, locale: string | undefined): string {
  if (left.is === 'left') return texts(locale).left(literally(left.from.name));
  return left.is === 'nowhere' ? texts(locale).leftAlready : sayRefusal(left, locale);
}

type Refusal = Exclude<Join, { is: 'joined' }>;

export function sayRefusal(refusal: Refusal, locale: string | undefined): string {
  const words = texts(locale);
  switch (refusal.is) {
    case 'disabled':
      return bytesTexts(locale).disabled;
    case 'below-minimum':
      return words.belowMinimum(refusal);
    case 'full':
      return words.full(refusal.capacity);
    case 'changed':
      return words.changed(refusal.cost);
    case 'poor':
      return words.poor(refusal);
    default:
      return words[refusal.is];
  }
}
