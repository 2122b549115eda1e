import { setTimeout as sleep } from 'node:timers/promises';
import { SECOND } from '../../shared/core/clock.ts';
import type { Played, Stage } from './stage.ts';
import { troubles } from './troubles.ts';

const longest = 40 * SECOND; // of a trouble: none begins that the time may not be enough for

export interface Script {
  /** Milliseconds. All of it is played, however short that is; and again from the first, while there is time. */
  duration: number;
  /** Numbers of troubles, from 1; all of them where left out. */
  only: number[] | undefined;
}

/** One trouble after the other, with some seconds of calm before each. */
export async function play(stage: Stage, { duration, only }: Script): Promise<Played> {
  const end = performance.now() + duration;
  const all = troubles.map((trouble, at) => ({ ...trouble, number: at + 1 }));
  const chosen = all.filter(({ number }) => !only || only.includes(number));
  const played: Played = { troubles: [], emptied: [], swept: [], forgotten: 0, stops: [] };
  for (let nth = 0; nth < chosen.length || performance.now() < end - longest; nth++) {
    await sleep((4 + 4 * stage.chance.next()) * SECOND);
    const trouble = chosen[nth % chosen.length];
    if (!trouble) break;
    stage.say(`${trouble.number}/${all.length}  ${trouble.what} …`);
    const from = Date.now();
    await trouble.run(stage, played);
    played.troubles.push({ from, to: Date.now() });
  }
  await sleep(Math.max(5 * SECOND, end - performance.now()));
  return played;
}
