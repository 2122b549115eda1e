import { z } from 'zod';
import { MINUTE } from '../core/clock.ts';
import type { Knex } from '../db/knex.ts';
import type { Sign } from './alarms.ts';

const span = 10 * MINUTE;
const most = 1_000; // rows that are counted
const manyRefusals = 100; // one guild that took a permission away makes some

const Counts = z.tuple([
  z.object({ expired: z.coerce.number(), bug: z.coerce.number(), refused: z.coerce.number() }),
]);

/** What Discord was not asked for in time, or failed by a fault of ours, and refusals where they are many. */
export async function findFailedEffects({ db }: { db: Knex }, now: number): Promise<Sign[]> {
  const { rows } = await db.raw<{ rows: unknown[] }>(counting, [new Date(now - span), most]);
  const [{ expired, bug, refused }] = Counts.parse(rows);
  const kind = 'failed-effects';
  const in10 = 'in the last 10 minutes';
  return [
    ...(expired > 0
      ? [{ kind, subject: 'expired', text: `${expired} effects came too late ${in10}.` } as const]
      : []),
    ...(bug > 0
      ? [{ kind, subject: 'bug', text: `${bug} effects failed by a fault of ours ${in10}.` } as const]
      : []),
    ...(refused >= manyRefusals
      ? [{ kind, subject: 'refused', text: `Discord refused ${refused} effects ${in10}.` } as const]
      : []),
  ];
}

/** Codes as workers/effects writes them; all others are Discord's own. */
const counting = `
  SELECT count(*) FILTER (WHERE code = 'expired') AS expired, count(*) FILTER (WHERE code = 'bug') AS bug,
    count(*) FILTER (WHERE code NOT IN ('expired', 'bug')) AS refused
  FROM (SELECT code FROM failed_effects WHERE failed_at > ? ORDER BY failed_at DESC LIMIT ?) f`;
