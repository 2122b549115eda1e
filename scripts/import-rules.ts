/** The folders between which imports have a direction. A feature is a folder of `shared` that is none of the others. */
type Zone =
  | 'shards'
  | 'workers'
  | 'web'
  | 'scripts'
  | 'core'
  | 'db'
  | 'testing'
  | 'root'
  | `feature ${string}`;

/** One feature may lean on another, never both on each other. */
const leans: Record<string, readonly string[]> = {
  bytes: ['accounts'], // what staff do is written down
  settings: ['accounts', 'automod', 'bytes', 'files', 'moderation', 'sync'], // it knows every feature's settings; none knows it
  setup: ['accounts', 'bytes', 'settings', 'sync'], // what a guild needs is spread over all of them
  squads: ['accounts', 'bytes'],
  moderation: ['accounts'],
  automod: ['accounts', 'moderation'],
  files: ['accounts', 'moderation'],
  cluster: ['accounts', 'analytics'], // how shards do stands there
  redirects: ['accounts', 'analytics'],
  errors: ['accounts', 'analytics'],
  jobs: ['accounts', 'analytics', 'errors'], // how errors are told without secrets
  maintenance: ['accounts', 'analytics', 'bytes'], // it counts again what they keep
  webhooks: ['accounts'],
  transfer: ['accounts', 'automod', 'bytes', 'files', 'moderation', 'settings', 'setup', 'squads', 'sync'], // all that is set up
  privacy: ['accounts', 'bytes', 'moderation', 'squads', 'files', 'sync', 'automod', 'analytics', 'cluster'], // all that is kept of a person
};

const processes = ['shards', 'workers', 'web'];

/** Why a file may not import another; undefined where it may. */
export function refusal(from: string, to: string): string | undefined {
  if (from.endsWith('.flow.test.ts') || isFixture(from)) return undefined;
  if (isFixture(to) && !from.endsWith('.test.ts')) return 'fixtures are for tests';
  const [source, target] = [zoneOf(from), zoneOf(to)];
  if (source === target || source === 'scripts' || source === 'root') return refuseRoot(source, target);
  if (from.endsWith('.test.ts') && isForTests(to)) return undefined;
  if (target === 'scripts') return 'only tests and scripts import scripts: move what both need to shared';
  if (target === 'root') return 'files at the root are entries for tools: move what is needed to shared';
  if (target === 'testing') return 'shared/testing is for tests: move what is needed to shared/core';
  if (processes.includes(source)) return refuseAmongProcesses(source, target);
  if (processes.includes(target))
    return `shared serves ${target} and does not know it: hand in what is needed`;
  return refuseInShared(source, target);
}

function zoneOf(path: string): Zone {
  const [top = '', second = ''] = path.split('/');
  if (top === 'shards' || top === 'workers' || top === 'web' || top === 'scripts') return top;
  if (top !== 'shared') return 'root';
  return second === 'core' || second === 'db' || second === 'testing' ? second : `feature ${second}`;
}

/** What tests of one part share: `x.fixture.ts`, or a folder `testing` of a process. Only tests see it. */
function isFixture(path: string): boolean {
  return path.endsWith('.fixture.ts') || /^(shards|workers|web)\/testing\//.test(path);
}

function isForTests(path: string): boolean {
  return ['scripts/sandbox/', 'scripts/services/', 'shared/testing/'].some((folder) =>
    path.startsWith(folder),
  );
}

function refuseRoot(source: Zone, target: Zone): string | undefined {
  return source === 'root' && target === 'scripts' ? 'only tests and scripts import scripts' : undefined;
}

function refuseAmongProcesses(source: Zone, target: Zone): string | undefined {
  if (!processes.includes(target)) return undefined;
  return `${source} and ${target} are separate processes: move what both need to shared`;
}

function refuseInShared(source: Zone, target: Zone): string | undefined {
  if (source === 'testing') return undefined;
  if (source === 'core')
    return 'shared/core imports nobody else: move it out of core, or hand in what it needs';
  if (target === 'core') return undefined;
  if (source === 'db') return 'shared/db imports only core: hand in what it needs';
  if (target === 'db') return undefined;
  const [feature = '', other = ''] = [source, target].map((zone) => zone.replace('feature ', ''));
  if (leans[feature]?.includes(other)) return undefined;
  return `shared/${feature} may not lean on shared/${other}: hand in what it needs, or move it to shared/core`;
}
