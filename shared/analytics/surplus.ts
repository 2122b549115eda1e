import { randomUUID } from 'node:crypto';
import { HOUR } from '../core/clock.ts';
import type { ClickRecord, SurplusRecord, ViewRecord } from './records.ts';

type Counted = { is: 'views'; row: ViewRecord } | { is: 'clicks'; row: ClickRecord };

/** Counts what is kept no details of, in memory, until it is taken. */
export interface Surplus {
  /** False where it has no room for another route or redirect. */
  count(counted: Counted): boolean;
  /** All so far, under ids of their own. */
  take(): SurplusRecord[];
}

const most = 10_000; // sums: as many as redirects there may be (rolled-stats.ts), by people and by bots

export function openSurplus(): Surplus {
  const sums = new Map<string, SurplusRecord>();
  return {
    count({ is, row }) {
      const { at, bot } = row;
      const label = 'redirect' in row ? row.redirect : row.route || 'none';
      const ms = 'ms' in row ? row.ms : 0;
      const hour = at - (at % HOUR);
      const key = `${is} ${hour} ${bot} ${label}`;
      const known = sums.get(key);
      if (known) {
        known.count++;
        known.sum += ms;
        known.most = Math.max(known.most, ms);
      } else if (sums.size < most) {
        sums.set(key, { id: randomUUID(), at: hour, of: is, label, bot, count: 1, sum: ms, most: ms });
      } else return false;
      return true;
    },
    take() {
      const taken = [...sums.values()];
      sums.clear();
      return taken;
    },
  };
}
