import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * The command line of a running process; empty for one that is gone, or a zombie. A pid alone proves nothing: after
 * a restart of a machine or container the same number often belongs to somebody else.
 */
export function commandOf(pid: number): string {
  try {
    if (process.platform === 'linux')
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    return execFileSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  } catch {
    return '';
  }
}

/** What a process was started with (Linux only, elsewhere empty): tells what it belongs to whatever it calls itself. */
export function environmentOf(pid: number): string {
  try {
    return process.platform === 'linux' ? readFileSync(`/proc/${pid}/environ`, 'utf8') : '';
  } catch {
    return '';
  }
}

/** Every process whose command line this user can see. */
export function listProcesses(): { pid: number; command: string }[] {
  if (process.platform === 'linux') {
    const pids = readdirSync('/proc').map(Number).filter(Boolean);
    return pids.map((pid) => ({ pid, command: commandOf(pid) }));
  }
  const table = execFileSync('ps', ['-axww', '-o', 'pid=,command='], { encoding: 'utf8' });
  return table.split('\n').map((line) => {
    const [, pid, command = ''] = /^\s*(\d+)\s+(.*)$/.exec(line) ?? [];
    return { pid: Number(pid), command };
  });
}

/** A process that some earlier run may have left behind: the mark is a part of its command line. */
export interface Suspect {
  pid: number;
  mark: string;
}

export function isRunning({ pid, mark }: Suspect): boolean {
  return commandOf(pid).includes(mark);
}

/** Sends each signal in turn, waiting the given milliseconds after each; the last resort is SIGKILL. */
export async function endProcess(
  suspect: Suspect,
  signals: readonly [NodeJS.Signals, number][],
): Promise<void> {
  for (const [signal, patience] of [...signals, ['SIGKILL', 5_000] as const]) {
    if (!isRunning(suspect)) return;
    send(suspect.pid, signal);
    if (await isGone(suspect, patience)) return;
  }
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // it ended between the look and the signal
  }
}

async function isGone(suspect: Suspect, patience: number): Promise<boolean> {
  for (const end = Date.now() + patience; Date.now() < end; await sleep(25)) {
    if (!isRunning(suspect)) return true;
  }
  return false;
}
