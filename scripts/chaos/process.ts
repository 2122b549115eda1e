import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A process of the system, from source, that is killed and started again. */
export interface Victim {
  name: string;
  /** Returns when it says that it works. */
  start(): Promise<void>;
  /** kill -9. */
  kill(): Promise<void>;
  /** The planned stop; its exit code. */
  stop(): Promise<number | null>;
  /** Times it ended though nobody had it end, with what it printed last. */
  readonly falls: string[];
}

const remembered = 2_000; // characters of output

export function victim(
  name: string,
  main: string,
  { args = [], environment }: { args?: string[]; environment: NodeJS.ProcessEnv },
): Victim {
  const falls: string[] = [];
  let child: ChildProcess | undefined;
  let ended: Promise<unknown[]> | undefined;
  let expected = false;

  async function end(signal: NodeJS.Signals): Promise<number | null> {
    expected = true;
    child?.kill(signal);
    const [code] = (await ended) ?? [];
    return typeof code === 'number' ? code : null;
  }

  return {
    name,
    falls,
    async start() {
      expected = false;
      let output = '';
      const started = fork(fileURLToPath(new URL(`../../${main}`, import.meta.url)), args, {
        env: { ...process.env, ...environment },
        execArgv: ['--import', 'tsx'],
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      });
      for (const stream of [started.stdout, started.stderr])
        stream?.on('data', (text: Buffer) => {
          output = (output + text).slice(-remembered);
        });
      child = started;
      ended = once(started, 'exit');
      started.once('exit', (code) => {
        if (!expected) falls.push(`${name} ended with ${code}: ${output}`);
      });
      const ready = new Promise<void>((resolve) => {
        started.on('message', (said) => {
          if (said === 'ready') resolve();
        });
      });
      const early = ended.then(([code]) => {
        throw new Error(`${name} ended with ${code} before it was ready:\n${output}`);
      });
      early.catch(() => {});
      await Promise.race([ready, early]);
    },
    kill: async () => void (await end('SIGKILL')),
    stop: () => end('SIGINT'),
  };
}
