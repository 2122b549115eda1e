import { DAY, MINUTE, SECOND } from '../core/clock.ts';
import type { Sign } from './alarms.ts';
import type { ProcessStatus } from './model.ts';
import { isSilent } from './processes.ts';

const dead = 30 * SECOND; // six heartbeats; PM2 has one that crashed back in a few seconds
const leaving = 15 * MINUTE; // it was to stop, was killed on the way, and nobody wants it back
const GIB = 2 ** 30;

/**
 * Processes that were killed or ended by a fault, and are not back: neither under their name nor, as containers and hosts
 * come with names of their own, by another one of their role whose name was first heard of since (a sibling that starts again
 * replaces only itself). Where an installation was made smaller, the sign goes after a day. `now` in milliseconds since 1970, by Postgres.
 */
export function findDeadProcesses(processes: readonly ProcessStatus[], now: number): Sign[] {
  const gone = processes.filter((one) => isDead(one, now)).toSorted((a, b) => +b.beatAt - +a.beatAt);
  const alive = new Set(processes.filter((one) => one.state === 'running' && !isDead(one, now)));
  return gone.flatMap((one): Sign[] => {
    // the last to die chooses first: who is new since then is new since every other death
    const successor = [...alive].find(({ role, firstAt }) => role === one.role && firstAt > one.beatAt);
    if (successor) alive.delete(successor);
    const silence = now - one.beatAt.getTime();
    if (successor || silence > (one.state === 'stopping' ? leaving : DAY)) return [];
    return [{ kind: 'dead-process', subject: one.process, text: textOf(one) }];
  });
}

/** It was killed, or ended by a fault; whether it is back is not asked. */
export function isDead({ state, beatAt }: ProcessStatus, now: number): boolean {
  const hasFailed = state === 'failed' && now - beatAt.getTime() > dead;
  return hasFailed || isSilent({ state, beatAt }, now, dead);
}

function textOf({ process, state, beatAt }: ProcessStatus): string {
  if (state === 'failed') return `${process} ended by a fault at ${timeOf(beatAt)} and is not back.`;
  return `${process} was last heard of at ${timeOf(beatAt)}.`;
}

/** Disks that hold DATA_DIR and are nearly full, by host. */
export function findFullDisks(processes: readonly ProcessStatus[], now: number): Sign[] {
  const hosts = new Map<string, { free: number; total: number }>();
  for (const { host, diskFree, diskTotal, beatAt } of processes) {
    if (diskFree === null || diskTotal === null || now - beatAt.getTime() > MINUTE) continue;
    hosts.set(host, { free: Number(diskFree), total: Number(diskTotal) });
  }
  return [...hosts].flatMap(([host, { free, total }]): Sign[] => {
    if (free >= leastFree(total)) return [];
    const text = `${host} has ${gib(free)} of ${gib(total)} left on the disk of DATA_DIR.`;
    return [{ kind: 'disk', subject: host, text }];
  });
}

/** Bytes: a twentieth of the disk, but of a small one more, and of a large one not more than some days of growth. */
function leastFree(total: number): number {
  return Math.max(GIB, Math.min(total / 20, 20 * GIB));
}

const gib = (bytes: number) => `${(bytes / GIB).toFixed(1)} GiB`;

/** `2026-03-09 14:05:11 UTC`. */
export function timeOf(at: Date): string {
  return `${at.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
