import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = new URL('../../', import.meta.url);

export interface Running {
  child: ChildProcess;
  pid: number;
  /** Resolves with the first message of that kind; rejects when the process ends before. */
  said(is: string): Promise<Record<string, unknown>>;
  stop(): Promise<void>;
}

/** Starts a compiled file of `dist/` as a child with a message channel. Its output is shown where it fails. */
export function run(
  file: string,
  { args = [], env = {}, node = [] }: { args?: string[]; env?: Record<string, string>; node?: string[] } = {},
): Running {
  const child = fork(fileURLToPath(new URL(`dist/${file}`, root)), args, {
    cwd: fileURLToPath(root),
    env: { ...process.env, ...env },
    execArgv: [...node, ...(process.env.BENCH_NODE?.split(' ') ?? [])], // such as --cpu-prof
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  let output = '';
  child.stdout?.on('data', (text: Buffer) => {
    output = (output + text).slice(-4_000);
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    child,
    pid: child.pid ?? 0,
    said: (is) =>
      new Promise((resolve, reject) => {
        child.on('message', (message: Record<string, unknown> | string) => {
          if (message === is) resolve({});
          else if (typeof message === 'object' && message.is === is) resolve(message);
        });
        child.once('exit', (code) => reject(new Error(`${file} ended with ${code}\n${output}`)));
      }),
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
