import type { Preview } from '../../shared/automod/undo.ts';
import type { TakenBack } from '../take-back.ts';

interface Line {
  term: string;
  text: string;
}

/** What undoing takes back, and what it cannot, as lists of facts. */
export function viewPreview({ timeouts, bans, warnings, kicks, deletions }: Preview): {
  taken: Line[];
  lost: Line[];
} {
  const lines = (counts: Record<string, number>) =>
    Object.entries(counts).flatMap(([term, amount]) =>
      amount > 0 ? [{ term, text: amount.toLocaleString('en') }] : [],
    );
  return {
    taken: lines({ 'Timeouts lifted': timeouts, 'Bans revoked': bans, 'Warnings withdrawn': warnings }),
    lost: lines({ 'Members kicked': kicks, 'Messages deleted': deletions }),
  };
}

/** Said once it is done. */
export function undoneInWords({ untouched, ...undone }: TakenBack): string {
  if (untouched === 0) return doneInWords(undone);
  return undone.firings === 0
    ? notYours
    : `${doneInWords(undone)} What is about you, or what you could not do in Discord, stays.`;
}

const notYours = 'That is not yours to undo: it is about you, or you could not do it in Discord.';

function doneInWords({ firings, lifted }: Omit<TakenBack, 'untouched'>): string {
  if (firings === 0) return 'There was nothing to undo any more.';
  const what = firings === 1 ? 'Undone.' : `${firings.toLocaleString('en')} firings are undone.`;
  if (lifted.length === 0) return what;
  const these =
    lifted.length === 1 ? '1 timeout or ban' : `${lifted.length.toLocaleString('en')} timeouts and bans`;
  return `${what} Discord is asked to take back ${these}.`;
}
