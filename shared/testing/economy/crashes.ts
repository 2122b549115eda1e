import type { Redis } from 'ioredis';
import { type Knex, openDatabase } from '../../db/knex.ts';

/** The process ended here, as far as whoever asked can tell. */
export class Crash extends Error {}

/** What becomes of a step: it is not taken any more, or it is taken and nobody hears of it. */
export type Fate = 'goes-on' | 'crashes-before' | 'crashes-after';

type Callback = (error: Error | null, result?: unknown) => void;
interface Connection {
  query(query: unknown, callback: Callback): unknown;
  connection: { stream: { destroy(): void } };
}

/**
 * A database whose every statement, BEGIN and COMMIT too, may be the last one of its connection. Postgres sees what it
 * sees when a process is killed: a connection that is gone.
 */
export function openCrashingDatabase(url: string, fateOf: () => Fate): Knex {
  const db = openDatabase(url, { pool: 3, name: 'test crashing' });
  const client: { acquireRawConnection(): Promise<Connection> } = db.client;
  const acquire = client.acquireRawConnection.bind(client);
  client.acquireRawConnection = async () => {
    const connection = await acquire();
    const query = connection.query.bind(connection);
    let isDead = false;
    const crash = (callback: Callback) => {
      isDead = true;
      connection.connection.stream.destroy();
      setImmediate(() => callback(new Crash('crashed')));
    };
    connection.query = (text, callback) => {
      const fate = isDead ? 'crashes-before' : fateOf();
      if (fate === 'crashes-before') return crash(callback);
      return query(text, (error, result) =>
        fate === 'crashes-after' ? crash(callback) : callback(error, result),
      );
    };
    return connection;
  };
  return db;
}

/** The same of Redis' scripts: each is one step. */
export function crashingRedis(redis: Redis, fateOf: () => Fate): Redis {
  const run = async (name: 'evalsha' | 'eval', args: [string, number, ...(string | number)[]]) => {
    const fate = fateOf();
    if (fate === 'crashes-before') throw new Crash('crashed');
    const reply = await redis[name](...args);
    if (fate === 'crashes-after') throw new Crash('crashed');
    return reply;
  };
  return new Proxy(redis, {
    get(target, name) {
      if (name === 'evalsha' || name === 'eval')
        return (...args: [string, number, ...(string | number)[]]) => run(name, args);
      return Reflect.get(target, name);
    },
  });
}
