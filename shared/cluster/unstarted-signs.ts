import { DAY, MINUTE } from '../core/clock.ts';
import type { Sign } from './alarms.ts';
import type { ProcessStatus } from './model.ts';
import { isDead, timeOf } from './process-signs.ts';

/** A deploy of everything takes one or two: until then, one that is stopped is about to start. */
export const startPatience = 5 * MINUTE;

/**
 * Processes that were stopped as planned, and after which none started: where nobody does their work any more though others
 * run, and where fewer of their role run on their host than the youngest of them was told to be. One that an installation
 * was made smaller by is no sign. `now` in milliseconds since 1970, by Postgres.
 */
export function findUnstarted(processes: readonly ProcessStatus[], now: number): Sign[] {
  const running = processes.filter((one) => one.state === 'running' && !isDead(one, now));
  if (running.length === 0) return [];
  const stopped = processes
    .filter(({ state, beatAt }) => state === 'stopped' && isBetween(now - beatAt.getTime()))
    .toSorted((a, b) => +b.beatAt - +a.beatAt);
  return stopped
    .filter((one) => {
      if (!running.some(isLike(one, 'role'))) return stopped.find(isLike(one, 'role')) === one;
      if (!running.some(isLike(one, 'host'))) return false;
      const ofIts = processes.filter(isLike(one, 'role', 'host'));
      const [youngest] = ofIts.toSorted((a, b) => +b.startedAt - +a.startedAt);
      const known = ofIts.filter((other) => other.state === 'running' || isDead(other, now)).length;
      const missing = (youngest?.siblings ?? 0) - known;
      return stopped.filter(isLike(one, 'role', 'host')).indexOf(one) < missing;
    })
    .map(signOf);
}

const isBetween = (silence: number) => silence > startPatience && silence <= DAY;

function isLike(one: ProcessStatus, ...fields: ('role' | 'host')[]): (other: ProcessStatus) => boolean {
  return (other) => fields.every((field) => other[field] === one[field]);
}

function signOf({ process, beatAt }: ProcessStatus): Sign {
  const text = `${process} was stopped at ${timeOf(beatAt)} and did not start again.`;
  return { kind: 'dead-process', subject: process, text };
}
