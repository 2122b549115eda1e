import { setTimeout as after } from 'node:timers/promises';
import { z } from 'zod';
import { MINUTE, SECOND } from '../../shared/core/clock.ts';
import type { Knex } from '../../shared/db/knex.ts';
import { type EffectState, effectStates } from '../../shared/moderation/model.ts';
import type { Message, Sequel } from '../interactions/answer.ts';

const patience = 2.5 * SECOND; // people see that we are thinking; the case goes on to say what becomes of it
const longest = 2 * MINUTE; // after the answer, where nobody is kept waiting
/** Of the 32 interactions that a process answers at once (runtime/run.ts): most are for who needs not wait for Discord. */
const places = 8;
let taken = 0;

/** What became of what Discord was asked for. */
export interface Settled {
  effect: EffectState;
  lift: EffectState;
  answer: string | null;
}

/** Waits for Discord's answers to these cases, as long as people like to wait; by the cases' ids. */
export function awaitCases({ db }: { db: Knex }, ids: readonly string[]): Promise<Map<string, Settled>> {
  return until(() => readCases({ db }, ids), areSettled);
}

/** Waits on for them once the answer was given, and puts what came of it in its place. */
export function followCases(
  { db }: { db: Knex },
  ids: readonly string[],
  draw: (answers: Map<string, Settled>) => Message,
): Sequel {
  return follow(() => readCases({ db }, ids), areSettled, draw);
}

/**
 * Reads until it is settled, or nobody likes to wait longer; answers with what was read last. Where many wait already it
 * reads once, so that slow answers of Discord hold up no other commands.
 */
export async function until<T>(read: () => Promise<T>, isSettled: (found: T) => boolean): Promise<T> {
  if (taken >= places) return read();
  taken += 1;
  try {
    return await poll(read, isSettled, patience);
  } finally {
    taken -= 1;
  }
}

/** The same once the answer was given, beside everything else. */
export function follow<T>(
  read: () => Promise<T>,
  isSettled: (found: T) => boolean,
  draw: (found: T) => Message,
): Sequel {
  return async (say) => {
    const found = await poll(read, isSettled, longest);
    await say(draw(found));
  };
}

async function poll<T>(read: () => Promise<T>, isSettled: (found: T) => boolean, most: number): Promise<T> {
  for (let waited = 0; ; ) {
    const found = await read();
    if (isSettled(found) || waited >= most) return found;
    const pause = Math.max(100, waited / 10); // what takes long is not asked for as often
    await after(pause, undefined, { ref: false });
    waited += pause;
  }
}

const Row = z.object({
  id: z.string(),
  effect: z.enum(effectStates),
  lift: z.enum(effectStates),
  answer: z.string().nullable(),
});

async function readCases({ db }: { db: Knex }, ids: readonly string[]): Promise<Map<string, Settled>> {
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
}

function areSettled(cases: ReadonlyMap<string, Settled>): boolean {
  return ![...cases.values()].some(({ effect, lift }) => effect === 'wanted' || lift === 'wanted');
}
