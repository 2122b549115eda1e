import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** Resident memory of a process in bytes (proc(5), `status`). */
export function residentOf(pid: number): number {
  const kibibytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kibibytes) * 1_024;
}

/** The most that each of them has while the work goes on, looked at every 20 ms. */
export async function peakDuring(pids: readonly number[], work: Promise<unknown>): Promise<number[]> {
  let isOver = false;
  const end = () => {
    isOver = true;
  };
  work.then(end, end);
  let peaks = pids.map(residentOf);
  while (!isOver) {
    await sleep(20);
    peaks = peaks.map((peak, i) => Math.max(peak, residentOf(pids[i] ?? 0)));
  }
  await work;
  return peaks;
}
