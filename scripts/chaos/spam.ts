import { SECOND } from '../../shared/core/clock.ts';
import type { Sandbox } from '../sandbox/index.ts';
import { Cannot } from '../sandbox/world/cannot.ts';
import type { Written } from './load.ts';
import { guild, idOf, loud, spammers } from './world.ts';

/** The one rule of the run. */
export const limit = { atLeast: 6, seconds: 10 };
const most = 14; // messages of a spammer, where nothing stops them
const pause = 150; // milliseconds between two of them
const every = 4 * SECOND;

/** One spammer after the other; what each of them wrote until they were stopped. */
export interface Spam {
  bursts: Written[][];
  stop(): void;
}

/** A spammer writes more than the rule allows, once, and stops where Discord does not let them any more. */
export function startSpamming(sandbox: Sandbox): Spam {
  const bursts: Written[][] = [];
  const under = new Set<NodeJS.Timeout>();
  begin();
  const timer = setInterval(begin, every);
  return {
    bursts,
    stop() {
      clearInterval(timer);
      for (const each of under) clearInterval(each);
    },
  };

  function begin(): void {
    const author = idOf(spammers, bursts.length);
    const written: Written[] = [];
    bursts.push(written);
    const writing = setInterval(() => {
      if (written.length < most && write(author, written)) return;
      clearInterval(writing);
      under.delete(writing);
    }, pause);
    under.add(writing);
  }

  function write(author: string, written: Written[]): boolean {
    try {
      const { id } = sandbox.message({ guild, channel: loud, author, content: `spam ${written.length}` });
      written.push({ id, author });
      return true;
    } catch (error) {
      if (error instanceof Cannot) return false;
      throw error;
    }
  }
}
