import type { Redis } from 'ioredis';
import type { Knex } from '../../shared/db/knex.ts';
import type { Chance } from '../../shared/testing/economy/chance.ts';
import type { Sandbox } from '../sandbox/index.ts';
import type { Say } from '../services/service.ts';
import type { Cast } from './cast.ts';
import type { Grounds } from './services.ts';

/** What troubles have to do with. */
export interface Stage extends Cast {
  sandbox: Sandbox;
  db: Knex;
  grounds: Grounds;
  redis: Redis;
  chance: Chance;
  say: Say;
  /** When something happened (milliseconds since 1970), as `say` tells times. */
  timeIn(time: number): string;
}

/** What was played; times in milliseconds since 1970. */
export interface Played {
  troubles: { from: number; to: number }[];
  /** When Redis was emptied. */
  emptied: number[];
  /** What waited in it then for workers: data of jobs as JSON. */
  swept: string[];
  /** How often Discord forgot a session. */
  forgotten: number;
  /** Planned stops, and what the process ended with. */
  stops: { name: string; code: number | null }[];
}

/** Whether what has that name, a JSON text, waited in Redis when it was emptied. */
export function wasSwept({ swept }: Pick<Played, 'swept'>, name: string): boolean {
  return swept.some((data) => data.includes(JSON.stringify(name)));
}
