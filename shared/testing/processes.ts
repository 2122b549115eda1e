import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { after } from 'mocha';

export interface TestProcess {
  main: string;
  pid: number;
  /** What it printed so far. */
  output(): string;
  /** kill -9: nothing is drained. */
  kill(): Promise<void>;
  /** The planned stop; its exit code. */
  stop(): Promise<number | null>;
}

/** How to run a program of ours, named by its source: compiled where `npm test` has compiled it, else from source. */
export function programAt(source: string): { path: string; execArgv: string[] } {
  const { TEST_DIST } = process.env;
  if (TEST_DIST) return { path: join(TEST_DIST, source.replace(/\.ts$/, '.js')), execArgv: [] };
  return { path: fileURLToPath(new URL(`../../${source}`, import.meta.url)), execArgv: ['--import', 'tsx'] };
}

/**
 * The processes of the system as they run in production, for tests that kill and restart them. Call it inside
 * `describe`: what a test leaves running is killed, and fails the suite.
 */
export function useProcesses(): {
  start(main: string, environment: NodeJS.ProcessEnv, ...args: string[]): Promise<TestProcess>;
} {
  const running = new Set<ChildProcess>();
  after(() => {
    const left = [...running].map(({ spawnargs, pid }) => `${spawnargs.at(-1)} (${pid})`);
    for (const child of running) child.kill('SIGKILL');
    if (left.length > 0) throw new Error(`left running: ${left.join(', ')}`);
  });
  return {
    async start(main, environment, ...args) {
      const { path, execArgv } = programAt(main);
      const child = fork(path, args, {
        env: { ...process.env, ...environment },
        execArgv,
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      });
      running.add(child);
      let output = '';
      const gone = once(child, 'exit').then(([code]: (number | null)[]) => {
        running.delete(child);
        return code ?? null;
      });
      for (const stream of [child.stdout, child.stderr]) {
        stream?.on('data', (text: Buffer) => {
          output += text.toString();
        });
      }
      const ready = new Promise<void>((resolve) =>
        child.on('message', (said) => said === 'ready' && resolve()),
      );
      const early = gone.then((code) => {
        throw new Error(`${main} ended with ${code} before it was ready:\n${output}`);
      });
      early.catch(() => {});
      await Promise.race([ready, early]);
      const end = async (signal: NodeJS.Signals) => {
        child.kill(signal);
        return gone;
      };
      return {
        main,
        pid: child.pid ?? 0,
        output: () => output,
        kill: async () => void (await end('SIGKILL')),
        stop: () => end('SIGINT'),
      };
    },
  };
}
