import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder of package.json: one level up from the sources, two from what is built into `dist`. */
export function checkoutRoot(): string {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error(`no package.json above ${import.meta.dirname}`);
    folder = parent;
  }
  return folder;
}

/** Where programs are kept that had to be downloaded: shared by `npm start` and `npm test`, and never emptied. */
export function programFolder(): string {
  return join(checkoutRoot(), '.data', 'bin');
}
