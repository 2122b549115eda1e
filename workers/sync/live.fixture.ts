import { expect } from 'chai';
import { after, afterEach } from 'mocha';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../scripts/sandbox/index.ts';
import type { SyncRun } from '../../shared/sync/model.ts';
import { latestRun } from '../../shared/sync/runs.ts';
import { type TestDatabase, useDatabase } from '../../shared/testing/database.ts';
import { type TestProcess, useProcesses } from '../../shared/testing/processes.ts';
import { type TestRedis, useRedis } from '../../shared/testing/redis.ts';

export interface LiveSync {
  database: TestDatabase;
  redis: TestRedis;
  readonly sandbox: Sandbox;
  /** A sandbox that lives as long as the test file. */
  open(options: Partial<SandboxOptions>): Promise<void>;
  start(main: 'shards/main.ts' | 'workers/main.ts', environment?: NodeJS.ProcessEnv): Promise<TestProcess>;
  /** The planned stop of everything that runs. */
  stopAll(): Promise<void>;
  runOf(guild: string): Promise<SyncRun | undefined>;
  /** Resolves once the guild's load is over. */
  loaded(guild: string): Promise<void>;
  /** Chunks that were saved, of the load that goes on or ended last. */
  chunksSaved(guild: string): Promise<number>;
  /** Chunks that were enqueued and not saved. */
  chunksWaiting(): Promise<number>;
}

/** The real gateway and worker processes on a sandbox, for tests of the whole path; call it inside `describe`. */
export function useLiveSync(): LiveSync {
  const database = useDatabase();
  const redis = useRedis();
  const running = new Set<TestProcess>();
  let sandbox: Sandbox | undefined;
  afterEach(() => expect(sandbox?.violations).to.deep.equal([]));
  async function stopAll(): Promise<void> {
    const codes = await Promise.all([...running].map((process) => process.stop()));
    running.clear();
    expect(codes.filter((code) => code !== 0)).to.deep.equal([]);
  }
  after(async () => {
    await stopAll();
    await sandbox?.stop();
  });
  const processes = useProcesses(); // after our own hook: it asks whether anything was left running

  const open = () => {
    if (!sandbox) throw new Error('there is no sandbox yet');
    return sandbox;
  };
  const { runOf, loaded, chunksSaved, chunksWaiting } = lookAt(database, redis);
  return {
    database,
    redis,
    get sandbox() {
      return open();
    },
    async open(options) {
      sandbox = await startSandbox({ identifyEvery: 1, maxConcurrency: 16, globalLimit: 0, ...options });
    },
    async start(main, environment = {}) {
      const { token, api } = open();
      const process = await processes.start(main, {
        ...{ DATABASE_URL: database.url, REDIS_URL: redis.url, SECRET: 's'.repeat(32) },
        ...{ DISCORD_TOKEN: token, DISCORD_API: api, LOG_LEVEL: 'warn' },
        ...environment,
      });
      running.add(process);
      const forget = () => running.delete(process);
      const kill = () => process.kill().finally(forget);
      return { ...process, kill, stop: () => process.stop().finally(forget) };
    },
    stopAll,
    runOf,
    loaded,
    chunksSaved,
    chunksWaiting,
  };
}

function lookAt(database: TestDatabase, redis: TestRedis) {
  const runOf = (guild: string) => latestRun({ db: database.db }, guild);
  return {
    runOf,
    loaded: (guild: string) => eventually(async () => (await runOf(guild))?.state === 'done'),
    async chunksSaved(guild: string) {
      const run = await database.db('sync_runs').where({ guild_id: guild }).orderBy('id', 'desc').first();
      return Number(run?.chunks_done ?? 0);
    },
    async chunksWaiting() {
      const lists = ['wait', 'active'].map((list) => redis.redis.llen(`{0/1}:members:${list}`));
      const [waiting = 0, active = 0] = await Promise.all(lists);
      return waiting + active;
    },
  };
}

/** Looks again until it holds; the test's own timeout is the limit. */
export async function eventually(holds: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 10));
}
