import { strToU8, Zip, ZipDeflate } from 'fflate';
import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';
import type { ExportPart } from './export-parts.ts';
import { exportParts } from './export-table.ts';
import { leftOut } from './left-out.ts';

/**
 * What is held of a user, but for `leftOut`, as a zip of one JSON file per kind and a README. It comes piece by piece, as it is read: no
 * more than a page of rows is in memory, however much there is. Each file shows its own moment.
 */
export async function* exportUser(
  deps: { db: Knex },
  user: Snowflake,
  now: number,
): AsyncGenerator<Uint8Array> {
  const out: Uint8Array[] = [];
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    out.push(chunk);
  });
  const readme = open(zip, 'README.txt', now);
  readme.push(strToU8(describeExport(user, now)), true);
  for (const part of exportParts) {
    const file = open(zip, `${part.name}.json`, now);
    let before = '[\n';
    for await (const rows of part.pages(deps, user, now)) {
      for (const row of rows) {
        file.push(strToU8(`${before}${JSON.stringify(row)}`));
        before = ',\n';
      }
      yield* take(out);
    }
    file.push(strToU8(before === '[\n' ? '[]\n' : '\n]\n'), true);
    yield* take(out);
  }
  zip.end();
  yield* take(out);
}

function open(zip: Zip, name: string, now: number): ZipDeflate {
  const file = new ZipDeflate(name, { level: 6 });
  file.mtime = now;
  zip.add(file);
  return file;
}

function* take(out: Uint8Array[]): Generator<Uint8Array> {
  for (const chunk of out.splice(0)) if (chunk.length > 0) yield chunk;
}

function describeExport(user: Snowflake, now: number): string {
  const lines = exportParts.map(({ name, tells }: ExportPart) => `${`${name}.json`.padEnd(22)}${tells}`);
  return [
    `What is held of the Discord user ${user}, as of ${new Date(now).toISOString()}.`,
    '',
    ...lines,
    '',
    'Each file is a list in JSON (UTF-8). Ids are those of Discord; times are UTC.',
    '',
    'Left out is:',
    ...leftOut.map(({ what, why }) => `- ${what}: ${why}`),
    '',
  ].join('\n');
}
