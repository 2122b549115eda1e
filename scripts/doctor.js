import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { isInstalled, requireNode } from './install.js';
import { findStart } from './start-lock.js';

// `npm run doctor`. Plain JavaScript without dependencies, since it also runs where nothing is installed yet; it only looks.

const root = dirname(import.meta.dirname);

process.chdir(root);
requireNode();
if (!isInstalled(root)) {
  console.log('✗ The packages are not those of package-lock.json.\n    → npm ci (npm start does it, too)');
  process.exit(1);
}
if (existsSync('.env')) process.loadEnvFile('.env');
const { tsImport } = await import('tsx/esm/api');
const { diagnose } = await tsImport('./doctor.ts', import.meta.url);
const say = (line) => console.log(line);
process.exit(await diagnose({ root, environment: process.env, say, findStart }));
