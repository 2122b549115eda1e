import { setImmediate as turn } from 'node:timers/promises';

const atOnce = 500; // looks, before everybody else has a turn: there may be 250,000 members

/** The first ones that fit. */
export async function firstThat<T>(all: Iterable<T>, fits: (one: T) => boolean, most: number): Promise<T[]> {
  const found: T[] = [];
  let looks = 0;
  for (const one of all) {
    looks += 1;
    if (fits(one)) found.push(one);
    if (found.length === most) break;
    if (looks % atOnce === 0) await turn();
  }
  return found;
}
