import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';

const Package = z.object({ version: z.string() });

/** Of this installation, as its package.json has it: above the sources, or above what is built of them. */
export function readVersion(from = import.meta.dirname): string {
  const file = join(from, 'package.json');
  if (existsSync(file)) return Package.parse(JSON.parse(readFileSync(file, 'utf8'))).version;
  const parent = dirname(from);
  if (parent === from) throw new Error(`no package.json above ${import.meta.dirname}`);
  return readVersion(parent);
}
