import { pathToFileURL } from 'node:url';
import { checkLedger, type Difference } from '../shared/bytes/check-ledger.ts';
import { SECOND } from '../shared/core/clock.ts';
import { type Knex, openDatabase } from '../shared/db/knex.ts';
import { runProgram } from './program.ts';
import { SystemDatabase, urlOf } from './system-database.ts';

interface Report {
  /** A line for the person who waits. */
  progress: (line: string) => void;
  /** A line for each member that differs. */
  found: (line: string) => void;
}

/** Compares every member with the ledger; answers how many differ, and in a sentence what was looked at. */
export async function inspect(
  db: Knex,
  { progress, found }: Report,
): Promise<{ differ: number; text: string }> {
  const began = Date.now();
  let told = began;
  let looked = 0;
  let differ = 0;
  const seconds = () => ((Date.now() - began) / SECOND).toFixed(1);
  for await (const { members, differences } of checkLedger({ db })) {
    looked += members;
    differ += differences.length;
    for (const difference of differences) found(lineOf(difference));
    if (Date.now() - told < SECOND) continue;
    told = Date.now();
    progress(`${looked.toLocaleString('en')} members compared, ${differ} differ, ${seconds()} s`);
  }
  const all = `${looked.toLocaleString('en')} members compared with the ledger in ${seconds()} s`;
  return { differ, text: differ === 0 ? `${all}: all agree.` : `${all}: ${differ} differ.` };
}

function lineOf({ guild, user, row, ledger }: Difference): string {
  const names = ['balance', 'received', 'sent'] as const;
  const parts = names
    .filter((name) => row[name] !== ledger[name])
    .map((name) => `${name} ${row[name]}, ledger ${ledger[name]}`);
  return `guild ${guild} member ${user}: ${parts.join('; ')}`;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await runProgram({
    schema: SystemDatabase,
    run: async (environment) => {
      const db = openDatabase(urlOf(environment), { pool: 1, name: 'smarter-dev ledger-check' });
      try {
        const { differ, text } = await inspect(db, {
          progress: (line) => process.stderr.write(`${line}\n`),
          found: (line) => process.stdout.write(`${line}\n`),
        });
        if (differ > 0) process.exitCode = 1;
        return text;
      } finally {
        await db.destroy();
      }
    },
  });
}
