import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

// Plain JavaScript without dependencies: this runs before anything is installed.

/** Ends the process with a sentence when this Node is too old to go on. */
export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  console.error(`Node 20.19 or newer is needed; this is ${process.versions.node}. See https://nodejs.org`);
  process.exit(1);
}

/**
 * Installs what package-lock.json names, unless it is there already. Install scripts may be switched off: nothing
 * here needs them.
 */
export function installPackages(root, say) {
  if (isInstalled(root)) return;
  say('Installing packages (npm ci) …');
  // development packages too, whatever NODE_ENV says: the build needs them
  const args = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund'];
  const { status, error } = spawnSync('npm', args, { cwd: root, stdio: 'inherit' });
  if (status === 0) return;
  console.error(
    `npm ci failed${error ? ` (${error.message})` : ''}. Mend what it says above, then run this again.`,
  );
  process.exit(1);
}

/**
 * Compares contents, not times: a checkout or a copy gives files new times. A package that is missing here is one
 * for another platform.
 */
export function isInstalled(root) {
  const installed = readPackages(join(root, 'node_modules', '.package-lock.json'));
  const wanted = readPackages(join(root, 'package-lock.json'));
  if (!installed || !wanted) return false;
  return Object.entries(wanted).every(([path, { version, optional }]) => {
    if (path === '') return true;
    return installed[path] ? installed[path].version === version : optional === true;
  });
}

function readPackages(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).packages : undefined;
}
