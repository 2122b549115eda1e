import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';

/** A process of the system that is killed and started again. */
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
  /** When it was killed, in milliseconds since 1970. */
  readonly kills: number[];
  /** Of the one that works now. */
  readonly pid: number | undefined;
}

const remembered = 2_000; // characters of output

export function victim(
  name: string,
  program: string,
  { args, environment }: { args: string[]; environment: NodeJS.ProcessEnv },
): Victim {
  const falls: string[] = [];
  const kills: number[] = [];
  let pid: number | undefined;
  let child: ChildProcess | undefined;
  let ended: Promise<unknown[]> | undefined;
  let expected = false;

  async function end(signal: NodeJS.Signals): Promise<number | null> {
    expected = true;
    pid = undefined;
    child?.kill(signal);
    const [code] = (await ended) ?? [];
    return typeof code === 'number' ? code : null;
  }

  return {
    name,
    falls,
    kills,
    get pid() {
      return pid;
    },
    async start() {
      expected = false;
      let output = '';
      const started = fork(program, args, {
        env: { ...process.env, ...environment },
        execArgv: [],
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
      pid = started.pid;
    },
    async kill() {
      kills.push(Date.now());
      await end('SIGKILL');
    },
    stop: () => end('SIGINT'),
  };
}
