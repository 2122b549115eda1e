import { cpSync, existsSync, readdirSync, readFileSync, realpathSync, statSync, symlinkSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { folders, isBuilt } from './build.js';
import { installPackages, requireNode } from './install.js';
import { endStep, runStep } from './test-step.js';

// `npm test [-- [--full] [file or folder …]]`. Plain JavaScript without dependencies, since it also runs where nothing is
// installed yet. With files named, only these are run, and nothing is checked besides.

const root = dirname(import.meta.dirname);
const files = process.argv.slice(2).filter((argument) => !argument.startsWith('-'));
const isFull = process.argv.includes('--full');
const say = (line) => console.log(line);

process.chdir(root);
requireNode();
installPackages(root, say);
process.exit(await main());

async function main() {
  const { tsImport } = await import('tsx/esm/api');
  const { openTestRun } = await tsImport('./services/test-run.ts', import.meta.url);
  const { ensureChromium } = await tsImport('./services/chromium.ts', import.meta.url);
  const began = Date.now();
  const interrupt = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(name, () => {
      interrupt.abort();
      endStep(); // the rest follows from the step's end
    });
  }
  const { signal } = interrupt;
  const explain = (error) => {
    if (!signal.aborted) say(error.name === 'Problem' ? error.message : error.stack);
  };
  // installed beside all that comes before the tests, which then wait for it
  const browser = isBrowserWanted() ? ensureChromium(say).catch(explain) : undefined;
  const run = await openTestRun(say, signal).catch(explain);
  if (!run) return signal.aborted ? 130 : 1;
  say(`Postgres and Redis are up (${seconds(began)}).`);
  const { TMPDIR } = run.environment;
  const report = join(TMPDIR, 'report.json');
  const own = { NODE_ENV: 'test', TEST_REPORT: report, TEST_TEMPLATES: join(TMPDIR, 'templates') };
  const environment = { ...process.env, ...run.environment, ...own };
  if (isFull) environment.TEST_FULL = '1';
  let isGood = false;
  let counts;
  try {
    isGood = await runSteps({ environment, browser, signal });
    counts = readReport(report);
  } finally {
    await run.close();
  }
  if (signal.aborted) return 130;
  return summarize(counts) && isGood ? 0 : 1;
}

async function runSteps({ environment, browser, signal }) {
  const stopped = new Promise((resolve) => signal.addEventListener('abort', () => resolve()));
  for (const { name, command, again, isTesting, isBrowsing } of files.length > 0
    ? [testStep()]
    : [...checks(), testStep()]) {
    if (isBrowsing) environment.TEST_CHROMIUM = await Promise.race([browser, stopped]);
    if (isTesting && isBuilt(root)) environment.TEST_DIST = copyBuilt(realpathSync(environment.TMPDIR));
    if (signal.aborted || (isBrowsing && !environment.TEST_CHROMIUM)) return false;
    const begin = Date.now();
    const status = await runStep(command, environment);
    if (signal.aborted) return false;
    say(`${status === 0 ? '✓' : '✗'} ${name} (${seconds(begin)})`);
    if (status === 0) continue;
    say(`The step "${name}" failed. To repeat just that: ${again}`);
    return false;
  }
  return true;
}

/**
 * Processes start from there in a third of the time that they take from source. It is laid out as the checkout is, and a
 * copy: somebody may build meanwhile.
 */
function copyBuilt(folder) {
  const copy = join(folder, 'dist');
  cpSync('dist', copy, { recursive: true });
  cpSync('package.json', join(folder, 'package.json'));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  return copy;
}

function checks() {
  const node = process.execPath;
  const biome = join('node_modules', '@biomejs', 'biome', 'bin', 'biome');
  return [
    {
      name: 'types',
      command: [node, join('scripts', 'build.js')], // checks them, and spares the tests of `npm start` to do it again
      again: 'npx tsc --noEmit -p .',
    },
    {
      name: 'style',
      command: [node, biome, 'check', '--error-on-warnings', '.'],
      again: 'npx biome check .',
    },
    {
      name: 'imports',
      command: [node, '--import', 'tsx', join('scripts', 'check-imports.ts')],
      again: 'node --import tsx scripts/check-imports.ts',
    },
  ];
}

/** Mocha would add the files named to those of its configuration, so its options are handed over one by one. */
function testStep() {
  const { spec: _, ...options } = JSON.parse(readFileSync('.mocharc.json', 'utf8'));
  const flags = Object.entries(options).flatMap(([name, value]) =>
    [value].flat().map((one) => (one === true ? `--${name}` : `--${name}=${one}`)),
  );
  const mocha = [process.execPath, join('node_modules', 'mocha', 'bin', 'mocha.js'), '--no-config', ...flags];
  const command = [
    ...mocha,
    '--reporter',
    './scripts/test-reporter.cjs',
    ...(files.length > 0 ? files.map(testsIn) : allTests()),
  ];
  return {
    name: 'tests',
    command,
    isTesting: true,
    isBrowsing: isBrowserWanted(),
    again: `npm test -- ${files.length > 0 ? files.join(' ') : 'path/to/the.test.ts'}`,
  };
}

/** Those that take longest come first: one that takes long and comes last runs alone, while the other cores wait. */
function allTests() {
  const longest = [
    'web/browser/accessibility',
    'workers/bytes/award',
    'scripts/start/start',
    'web/access.',
    'web/browser/',
    'web/fuzz',
    'scripts/sandbox/page/',
    'shards/',
    'web/',
  ];
  const rank = (path) => {
    const place = longest.findIndex((start) => path.startsWith(start));
    if (!path.includes('.flow.')) return longest.length + 1;
    return place < 0 ? longest.length : place;
  };
  return folders
    .flatMap((folder) => readdirSync(folder, { recursive: true }).map((name) => join(folder, name)))
    .filter((path) => path.endsWith('.test.ts'))
    .sort((one, other) => rank(one) - rank(other) || one.localeCompare(other));
}

/** Browser tests lie in two folders: some are run where a path named is in one, or above it. */
function isBrowserWanted() {
  const folders = [join('web', 'browser'), join('scripts', 'sandbox', 'page')];
  const isIn = (inner, outer) => !relative(outer, inner).startsWith('..');
  const touches = (path) => folders.some((folder) => isIn(path, folder) || isIn(folder, path));
  return files.length === 0 || files.some(touches);
}

/** A folder stands for all tests below it. */
function testsIn(path) {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ? join(path, '**', '*.test.ts') : path;
}

/** Says what was run; answers whether that can count as success. */
function summarize({ passed, failed, skipped }) {
  for (const title of skipped) say(`  skipped: ${title}`);
  if (passed + failed === 0) say('No test ran.');
  say(`${passed} passed, ${failed} failed, ${skipped.length} skipped`);
  return failed === 0 && passed > 0;
}

/** What the reporter wrote; nothing where the run did not come that far. */
function readReport(file) {
  if (!existsSync(file)) return { passed: 0, failed: 0, skipped: [] };
  return JSON.parse(readFileSync(file, 'utf8'));
}

function seconds(since) {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`;
}
