import { dirname } from 'node:path';
import { installPackages, requireNode } from './install.js';

// `npm run sandbox`. Plain JavaScript without dependencies, since it also runs where nothing is installed yet.

requireNode();
installPackages(dirname(import.meta.dirname), (line) => console.log(line));
const { register } = await import('tsx/esm/api');
register();
await import('./sandbox/main.ts');
