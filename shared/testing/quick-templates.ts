import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import pug from 'pug';

/**
 * Loaded before all tests (.mocharc.json): a page's template is compiled once in a run of `npm test`, at a twentieth of a
 * second, and not by each process of mocha again. What was compiled lies in the run's folder, and goes with it.
 */
const { TEST_TEMPLATES } = process.env;
if (TEST_TEMPLATES) pug.compileFile = compileOnce(TEST_TEMPLATES);

function compileOnce(folder: string): typeof pug.compileFile {
  const wrap: (source: string) => pug.compileTemplate = createRequire(import.meta.resolve('pug'))(
    'pug-runtime/wrap',
  );
  return (path, options) => {
    const file = join(folder, createHash('sha256').update(path).digest('hex'));
    const asked = { ...options, name: 'template', inlineRuntimeFunctions: false };
    if (!existsSync(file)) keep(file, pug.compileFileClient(path, asked));
    return wrap(readFileSync(file, 'utf8'));
  };
}

/** Whole or not at all: others may be doing the same. */
function keep(file: string, source: string): void {
  mkdirSync(join(file, '..'), { recursive: true });
  const own = `${file}.${process.pid}`;
  writeFileSync(own, source);
  renameSync(own, file);
}
