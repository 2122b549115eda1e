import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { SECOND } from '../../shared/core/clock.ts';
import type { Knex } from '../../shared/db/knex.ts';
import { caseKinds, effectStates } from '../../shared/moderation/model.ts';
import type { Sandbox } from '../sandbox/index.ts';

const Case = z.object({
  id: z.string(),
  guild_id: z.string(),
  number: z.number(),
  operation: z.string(),
  kind: z.enum(caseKinds),
  user_id: z.string(),
  ends_at: z.date().nullable(),
  effect: z.enum(effectStates),
  lift: z.enum(effectStates),
  answer: z.string().nullable(),
  resolved_at: z.date().nullable(),
});
/** A case as it is stored. */
export type Case = z.infer<typeof Case>;

/** In the order of their numbers, guild by guild. */
export async function readCases(db: Knex): Promise<Case[]> {
  return z.array(Case).parse(await db('moderation_cases').orderBy(['guild_id', 'number']).select('*'));
}

/** Waits until Discord was asked for everything, and every temporary ban is over; not for ever. */
export async function awaitCases(db: Knex, patience: number): Promise<void> {
  const end = performance.now() + patience;
  while ((await readCases(db)).some(isGoingOn) && performance.now() < end) await sleep(SECOND);
}

function isGoingOn(one: Case): boolean {
  return isWaiting(one) || (isTemporaryBan(one) && one.resolved_at === null);
}

export function isWaiting({ effect, lift }: Case): boolean {
  return effect === 'wanted' || lift === 'wanted';
}

export function isTemporaryBan({ kind, ends_at }: Case): boolean {
  return kind === 'ban' && ends_at !== null;
}

/** What the bot truly did to somebody, and when. */
export type Deeds = (kind: string, of: { guild_id: string; user_id: string }) => number[];

export function deedsOf(sandbox: Sandbox): Deeds {
  const times = new Map<string, number[]>();
  const keyOf = (...parts: unknown[]) => parts.join(' ');
  for (const { is, guild, target, at } of sandbox.did({ by: sandbox.botId })) {
    const key = keyOf(is, guild, target);
    times.set(key, [...(times.get(key) ?? []), at]);
  }
  return (kind, { guild_id, user_id }) => times.get(keyOf(kind, guild_id, user_id)) ?? [];
}

/** By number and guild, for people. */
export function nameCase({ number, guild_id, kind }: Case): string {
  return `case ${number} (${kind}) of ${guild_id}`;
}
