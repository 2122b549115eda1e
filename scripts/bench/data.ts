import { parseArgs } from 'node:util';
import pg from 'pg';
import { SECOND } from '../../shared/core/clock.ts';
import { migrate } from '../migrate.ts';
import { buildData } from './data/build.ts';
import { openPlace, schemaPrint } from './data/place.ts';
import { full } from './data/sizes.ts';
import { findWorld } from './data/world.ts';
import { say } from './ground.ts';

/**
 * Builds a database of a million members, once: it stays under `.data/bench`, and a build that was broken off goes on.
 * `--fresh` begins anew.
 */
export async function benchData(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { fresh: { type: 'boolean', default: false } } });
  const place = await openPlace(say);
  const end = () => void place.stop().finally(() => process.exit(130));
  process.once('SIGINT', end).once('SIGTERM', end);
  try {
    const found = values.fresh ? undefined : await ask(place.url, findWorld);
    if (!found) await place.renew();
    else if (found.world.schema !== schemaPrint())
      say('The migrations have changed since it was begun: `npm run bench data -- --fresh` builds it anew.');
    if (found?.isFinished) {
      say(`The data is there, as of ${new Date(found.world.now).toISOString()}. --fresh builds it anew.`);
      return;
    }
    if (found) say('Going on with the build that was broken off.');
    const began = Date.now();
    await migrate(place.url);
    await buildData({ url: place.url, say }, { sizes: full, now: began, schema: schemaPrint() });
    const seconds = Math.round((Date.now() - began) / SECOND);
    const { rows } = await ask(place.url, (client) =>
      client.query<{ size: string }>('SELECT pg_size_pretty(pg_database_size(current_database())) AS size'),
    );
    say(`The data is there: ${rows[0]?.size}, in ${Math.floor(seconds / 60)} min ${seconds % 60} s.`);
  } finally {
    await place.stop();
  }
}

async function ask<T>(url: string, question: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return await question(client);
  } finally {
    await client.end();
  }
}
