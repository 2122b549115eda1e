import { setTimeout as after } from 'node:timers/promises';
import { z } from 'zod';
import { SECOND } from '../../shared/core/clock.ts';
import type { Knex } from '../../shared/db/knex.ts';
import { type EffectState, effectStates } from '../../shared/moderation/model.ts';

const patience = 2.5 * SECOND; // people see that we are thinking; the case goes on to say what becomes of it
const pause = 100; // milliseconds

/** What became of what Discord was asked for. */
export interface Settled {
  effect: EffectState;
  lift: EffectState;
  answer: string | null;
}

/** Waits for Discord's answers to these cases, as long as people like to wait; by the cases' ids. */
export async function awaitCases(
  { db }: { db: Knex },
  ids: readonly string[],
): Promise<Map<string, Settled>> {
  const read = async () => {
    const { rows } = await db.raw<{ rows: unknown[] }>(
      'SELECT id::text, effect, lift, answer FROM moderation_cases WHERE id = ANY(?::bigint[])',
      [[...ids]],
    );
    return new Map(
      z
        .array(Row)
        .parse(rows)
        .map(({ id, ...settled }) => [id, settled]),
    );
  };
  return until(read, (cases) => ![...cases.values()].some(isOpen));
}

/** Reads until it is settled, or nobody likes to wait longer; answers with what was read last. */
export async function until<T>(read: () => Promise<T>, isSettled: (found: T) => boolean): Promise<T> {
  for (let waited = 0; ; waited += pause) {
    const found = await read();
    if (isSettled(found) || waited >= patience) return found;
    await after(pause);
  }
}

const Row = z.object({
  id: z.string(),
  effect: z.enum(effectStates),
  lift: z.enum(effectStates),
  answer: z.string().nullable(),
});

function isOpen({ effect, lift }: Settled): boolean {
  return effect === 'wanted' || lift === 'wanted';
}
