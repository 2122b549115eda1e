import type { Bytes } from '../../shared/bytes/model.ts';
import { countActivity, listMovements, type Movement } from '../../shared/bytes/movements.ts';
import { heap, sumCirculation } from '../../shared/bytes/queries.ts';
import { HOUR, SECOND } from '../../shared/core/clock.ts';
import type { Snowflake } from '../../shared/core/snowflake.ts';
import type { Deps } from '../context.ts';
import type { ChartPoint } from '../http/chart.ts';

const rows = 12;
const hours = 24;

/** What `guild-tables.pug` shows in tables: the largest balances and the latest ledger rows, with names as people know them. */
export async function readTables(
  { db }: Pick<Deps, 'db'>,
  guild: Snowflake,
): Promise<Record<string, unknown>> {
  const [members, movements] = await Promise.all([
    heap({ db }, guild, rows),
    listMovements({ db }, guild, rows),
  ]);
  return {
    members: members.map(({ user, username, globalName, balance, streak }) => ({
      name: globalName || username || user,
      user,
      balance,
      streak,
    })),
    movements: movements.map(nameMovement),
  };
}

/** What `guild-tables.pug` shows in numbers, about the last 24 hours. Dearer than the tables. */
export async function readNumbers(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  guild: Snowflake,
): Promise<Record<string, unknown>> {
  const hour = Math.floor(clock() / HOUR);
  const since = new Date((hour + 1 - hours) * HOUR);
  const [circulation, activity] = await Promise.all([
    sumCirculation({ db }, guild),
    countActivity({ db }, guild, { since, seconds: HOUR / SECOND }),
  ]);
  const byHour = new Map(activity.intervals.map((interval) => [interval.at.getTime(), interval]));
  const points: ChartPoint[] = Array.from({ length: hours }, (_, index) => {
    const at = new Date(since.getTime() + index * HOUR);
    return { at, value: byHour.get(at.getTime())?.bytes ?? 0 };
  });
  return {
    circulation,
    awards: activity.intervals.reduce((sum, { awards }) => sum + awards, 0),
    moved: activity.intervals.reduce((sum, { bytes }) => sum + bytes, 0),
    /** False in a guild so busy that not all of a day was counted. */
    whole: activity.since.getTime() === since.getTime(),
    points,
  };
}

/** A ledger row with the names of both sides; undefined is the system. */
export function nameMovement(movement: Movement) {
  return {
    ...movement,
    from: nameOf(movement.giver, movement.giverName),
    to: nameOf(movement.receiver, movement.receiverName),
    kind: kinds[movement.kind],
  };
}

function nameOf(id: Snowflake | null, name: string | null): string | undefined {
  return id === null ? undefined : name || id;
}

export const kinds: Record<Bytes['kind'], string> = {
  starting: 'Starting balance',
  daily: 'Daily award',
  transfer: 'Transfer',
  'squad-fee': 'Squad fee',
  admin: 'By staff',
  refund: 'Refund',
};
