import { readFileSync } from 'node:fs';

const tick = 10; // ms: USER_HZ is 100 on every Linux

/** CPU time of a process so far, user and system, in milliseconds (proc(5), `stat`). */
export function cpuOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * tick;
}
