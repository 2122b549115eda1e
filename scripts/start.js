import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { build } from './build.js';
import { installPackages, requireNode } from './install.js';
import { takeLock } from './start-lock.js';

// `npm start`. Plain JavaScript without dependencies, since it also runs where nothing is installed yet.

const root = dirname(import.meta.dirname);
const say = (line) => console.log(line);
const fail = (sentence) => {
  console.error(sentence);
  process.exit(1);
};

requireNode();
process.chdir(root);
if (existsSync('.env')) process.loadEnvFile('.env');
const dataDir = resolve(process.env.DATA_DIR || '.data');
const lock = claim();
process.once('exit', () => lock.release());
installPackages(root, say);
if (!build(root, say)) fail('The build failed. Mend what it says above, then run this again.');
const { runCluster } = await import(join(root, 'dist', 'scripts', 'start', 'run.js'));
process.exit(await runCluster({ root, dataDir, say, tellUrl: lock.tell }));

function claim() {
  try {
    const taken = takeLock(dataDir);
    if (!taken.owner) return taken;
    const where = taken.url ? `, panel at ${taken.url}` : '';
    return fail(
      `Already running: pid ${taken.owner}${where}. Stop it first, or set DATA_DIR to another folder.`,
    );
  } catch (error) {
    return fail(
      `${dataDir} cannot be written (${error.code ?? error.message}). Set DATA_DIR to a folder that can.`,
    );
  }
}
