import { MINUTE, SECOND } from '../../../shared/core/clock.ts';
import type { Step } from './step.ts';

const wordEvery = 5 * SECOND;

/** Is told of each batch that is done, and says now and then how far it is and how long it will be. */
export interface Progress {
  /** `isNew`: it was done now, not by an earlier build. */
  done(step: Step, isNew: boolean): void;
}

export function followProgress(
  steps: readonly Step[],
  say: (line: string) => void,
  clock = Date.now,
): Progress {
  const all = steps.reduce((sum, { seconds }) => sum + seconds, 0);
  const began = clock();
  let [before, now, lastWord] = [0, 0, began];
  return {
    done(step, isNew) {
      const part = step.seconds / step.batches;
      if (isNew) now += part;
      else before += part;
      if (!isNew || clock() - lastWord < wordEvery) return;
      lastWord = clock();
      const left = ((lastWord - began) / now) * (all - before - now);
      say(`${Math.floor(((before + now) / all) * 100)} %, ${leftInWords(left)} left (${step.name})`);
    },
  };
}

function leftInWords(ms: number): string {
  return ms > 1.5 * MINUTE ? `${Math.round(ms / MINUTE)} min` : `${Math.max(1, Math.round(ms / SECOND))} s`;
}
