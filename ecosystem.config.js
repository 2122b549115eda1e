import { existsSync } from 'node:fs';
import { join } from 'node:path';

// PM2's list of processes. `npm start` runs it in the foreground; on further hosts: `npx pm2 start ecosystem.config.js`.

const settings = join(import.meta.dirname, '.env');
if (existsSync(settings)) process.loadEnvFile(settings); // PM2 does not read it, and the counts may stand there

const count = (variable) => Number(process.env[variable] || 1);

const common = {
  cwd: import.meta.dirname,
  kill_timeout: 30_000, // above the 25 s in which a process drains
  listen_timeout: 60_000,
  exp_backoff_restart_delay: 200,
  stop_exit_codes: [78], // the configuration is at fault (sysexits' EX_CONFIG): starting again would not help
  treekill: false, // no process here has children
  pmx: false,
  vizion: false,
  out_file: '/dev/null', // logs go to whoever runs PM2 in the foreground
  error_file: '/dev/null',
};

/** As many fork-mode entries of one kind as its variable says, each with its index. */
const forks = (name, processes, app) =>
  Array.from({ length: processes }, (_, index) => ({
    ...common,
    ...app,
    // Parallel collectors of several processes only compete for the same cores, and batches under way survive fewer
    // collections where the young generation is larger: 20 % more messages per second on two cores.
    node_args: ['--single-threaded-gc', '--max-semi-space-size=32'],
    name: `${name}-${index}`,
    env: { [`${app.variable}`]: String(index) },
  })).map(({ variable: _, ...entry }) => entry);

export const apps = [
  ...forks('shards', count('SHARD_PROCESSES'), {
    script: 'dist/shards/main.js',
    variable: 'SHARD_PROCESS',
    max_memory_restart: '1G',
  }),
  ...forks('workers', count('WORKER_PROCESSES'), {
    script: 'dist/workers/main.js',
    variable: 'WORKER_PROCESS',
    max_memory_restart: '1G',
  }),
  ...forks('effects', count('EFFECTS_PROCESSES'), {
    script: 'dist/workers/main.js',
    args: 'effects',
    variable: 'EFFECTS_PROCESS',
    max_memory_restart: '512M',
  }),
  {
    ...common,
    name: 'web',
    script: 'dist/web/main.js',
    exec_mode: 'cluster',
    instances: count('WEB_PROCESSES'),
    wait_ready: true,
    max_memory_restart: '512M',
  },
];
