import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** The system's programs, as they run in production. */
export interface Compiled {
  /** The compiled file of a source. */
  of(source: string): string;
  remove(): void;
}

/** Compiles the sources as they are now. It is a copy, laid out as the checkout is: whoever builds meanwhile is not in the way. */
export function compile(): Compiled {
  execFileSync(process.execPath, [join(root, 'scripts', 'build.js')], { stdio: 'inherit' });
  const folder = mkdtempSync(join(tmpdir(), 'smarter-chaos-programs-'));
  cpSync(join(root, 'dist'), join(folder, 'dist'), { recursive: true });
  cpSync(join(root, 'package.json'), join(folder, 'package.json'));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  return {
    of: (source) => join(folder, 'dist', source.replace(/\.ts$/, '.js')),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
