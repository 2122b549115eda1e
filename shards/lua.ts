import { z } from 'zod';
import { script } from '../shared/core/script.ts';

const Persisted = z.tuple([z.union([z.literal(0), z.literal(1)]), z.string(), z.string(), z.array(z.int())]);

/** See persist.lua. `jobs` tells for each job key whether the job is still to be done; it is empty where nothing was stored. */
export const persist = script<
  [value: string, ttl: number, expected: string, expectedRun: string],
  { stored: boolean; stood: string; run: string; jobs: number[] }
>(new URL('./lua/persist.lua', import.meta.url), (raw) => {
  const [stored, stood, run, jobs] = Persisted.parse(raw);
  return { stored: stored === 1, stood, run, jobs };
});
