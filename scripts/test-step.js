import { spawn } from 'node:child_process';

let running;

/**
 * Runs a command and answers its exit code. It gets a process group of its own, so that a Ctrl-C reaches it through
 * us, and all that it started with it.
 */
export function runStep([program, ...args], env) {
  running = spawn(program, args, { env, stdio: 'inherit', detached: true });
  return new Promise((resolve) => {
    running.once('error', () => resolve(1));
    running.once('exit', (code) => {
      running = undefined;
      resolve(code ?? 1);
    });
  });
}

export function endStep() {
  if (!running) return;
  try {
    process.kill(-running.pid, 'SIGTERM');
  } catch {
    // it has just ended
  }
}
