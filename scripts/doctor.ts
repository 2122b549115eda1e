import { checkDiscord } from './doctor/discord.ts';
import { checkGuilds, checkShards } from './doctor/guilds.ts';
import { bad, type Line, printed, reasonOf } from './doctor/line.ts';
import { checkCluster, checkDisk, checkVersions } from './doctor/machine.ts';
import { checkConfiguration, findPlace, type Place, type Start } from './doctor/place.ts';
import { checkPostgres } from './doctor/postgres.ts';
import { checkRedis } from './doctor/redis.ts';
import type { Say } from './services/service.ts';

interface Visit {
  root: string;
  environment: NodeJS.ProcessEnv;
  say: Say;
  /** The `npm start` that holds a data directory (start-lock.js, which has no types). */
  findStart: (dataDir: string) => Start | undefined;
}

/** Looks at everything that the system needs, a line for each, with what to do; changes nothing. Answers the exit code. */
export async function diagnose({ root, environment, say, findStart }: Visit): Promise<0 | 1> {
  const all: Line[] = [];
  for await (const lines of look(findPlace(root, environment, findStart)))
    for (const line of lines) {
      all.push(line);
      say(printed(line));
    }
  const broken = all.filter(({ is }) => is === 'bad').length;
  const notes = all.filter(({ is }) => is === 'note').length;
  const noted = notes > 0 ? ` ${notes} marked ! ${notes === 1 ? 'is' : 'are'} worth a look.` : '';
  say('');
  say(
    broken > 0
      ? `${broken} ${broken === 1 ? 'thing is' : 'things are'} broken.${noted}`
      : `Nothing is broken.${noted}`,
  );
  return broken > 0 ? 1 : 0;
}

async function* look(place: Place): AsyncGenerator<Line[]> {
  yield checkVersions(place);
  yield checkConfiguration(place);
  yield await settled('Disk', checkDisk(place));
  yield await settled('Cluster', checkCluster(place));
  const { lines, applicationId } = await checkDiscord(place);
  yield lines;
  yield await settled('Redis', checkRedis(place));
  const postgres = await checkPostgres(place);
  yield postgres.lines;
  if (!postgres.db) return;
  try {
    yield await settled('Shards', checkShards(postgres.db));
    yield await settled('Guilds', checkGuilds(postgres.db, applicationId));
  } finally {
    await postgres.db.destroy();
  }
}

/** A check that fails itself is a line as well, and the others go on. */
async function settled(name: string, check: Promise<Line[]>): Promise<Line[]> {
  return check.catch((error: unknown) => [
    bad(
      `${name}: could not be looked at: ${reasonOf(error)}.`,
      'Mend what stands above first, then run this again.',
    ),
  ]);
}
