import { MINUTE } from '../core/clock.ts';

/** As BullMQ counts what a queue did (`Queue.getMetrics`). */
export interface Counted {
  /** `count` jobs ever, the last of them at `prevTS`; `prevCount` of them before that minute began. */
  meta: { count: number; prevTS: number; prevCount: number };
  /** Jobs of the minutes before that of `prevTS`, the latest first. */
  data: readonly number[];
}

const minutes = 5;

/** Jobs a minute, on average over the last five whole minutes. `now` in milliseconds since 1970. */
export function ratePerMinute({ meta, data }: Counted, now: number): number {
  const [current, last] = [Math.floor(now / MINUTE), Math.floor(meta.prevTS / MINUTE)];
  let jobs = 0;
  for (let minute = current - minutes; minute < current; minute++) {
    if (minute === last) jobs += meta.count - meta.prevCount;
    if (minute < last) jobs += data[last - 1 - minute] ?? 0;
  }
  return jobs / minutes;
}
