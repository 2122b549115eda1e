import { z } from 'zod';
import { type Knex, openDatabase } from '../../shared/db/knex.ts';
import { migrationSource } from '../../shared/db/migrations/index.ts';
import { bad, good, type Line, note, reasonOf } from './line.ts';
import type { Place } from './place.ts';

const least = 15;

/** Whether Postgres answers, is new enough and up to date. `db` where what needs the database can be looked at, too. */
export async function checkPostgres({
  databaseUrl,
  isEmbedded,
}: Place): Promise<{ lines: Line[]; db?: Knex }> {
  if (!databaseUrl) return { lines: [note('Postgres: embedded, and not running.', 'npm start')] };
  const db = openDatabase(databaseUrl, { pool: 2, name: 'smarter-dev doctor' });
  try {
    const version = await readVersion(db);
    const text = `Postgres ${version}${isEmbedded.database ? ', embedded' : ` at ${new URL(databaseUrl).host}`}`;
    if (Number.parseInt(version, 10) < least) {
      await db.destroy();
      return { lines: [bad(`${text}.`, `Use Postgres ${least} or newer.`)] };
    }
    const migrations = await checkMigrations(db);
    if (migrations.is === 'good') return { lines: [good(`${text}.`), migrations], db };
    await db.destroy();
    return { lines: [good(`${text}.`), migrations] };
  } catch (error) {
    await db.destroy();
    const where = isEmbedded.database ? 'the embedded one' : 'DATABASE_URL';
    return {
      lines: [
        bad(
          `Postgres (${where}) cannot be reached: ${reasonOf(error)}.`,
          isEmbedded.database
            ? 'Stop npm start and start it again; its log lies in DATA_DIR/postgres.'
            : 'Look at host, port, database, user and password in DATABASE_URL.',
        ),
      ],
    };
  }
}

async function readVersion(db: Knex): Promise<string> {
  const { rows } = await db.raw<{ rows: unknown[] }>('SHOW server_version');
  return z.object({ server_version: z.string() }).parse(rows[0]).server_version.split(' ')[0] ?? '';
}

async function checkMigrations(db: Knex): Promise<Line> {
  const known = await migrationSource.getMigrations([]);
  const { rows } = await db.raw<{ rows: { there: boolean }[] }>(
    "SELECT to_regclass('knex_migrations') IS NOT NULL AS there",
  );
  const done: string[] = rows[0]?.there ? await db('knex_migrations').orderBy('id').pluck('name') : [];
  const newer = done.filter((name) => !known.includes(name));
  if (newer.length > 0)
    return bad(
      `Migrations: the database has ${newer.join(', ')}, which this version does not know.`,
      'Run the version that made it, or a newer one.',
    );
  const pending = known.filter((name) => !done.includes(name));
  if (pending.length === 0) return good(`Migrations: all ${known.length} applied.`);
  return note(
    `Migrations: ${pending.join(', ')} not applied yet.`,
    'npm start applies them; by hand: npm run migrate',
  );
}
