import { SECOND } from '../../shared/core/clock.ts';
import { type Case, type Deeds, isTemporaryBan, nameCase } from './cases.ts';
import { type Finding, finding } from './finding.ts';
import type { Played } from './stage.ts';

// of calm: it is looked at every 5 s, and what Redis lost is asked for again after 30 s
const onTime = 60 * SECOND;

interface End {
  case: Case;
  /** How long past its end the ban was lifted, in milliseconds: `calm` of them while nothing was taken away. */
  lifts: { late: number; calm: number }[];
}

/** Of temporary bans that came to be. */
export function followEnds(cases: Case[], deeds: Deeds, { troubles }: Played): End[] {
  return cases
    .filter((one) => isTemporaryBan(one) && one.effect === 'done')
    .map((one) => ({
      case: one,
      lifts: deeds('unban', one).map((at) => lateness(one.ends_at?.getTime() ?? 0, at, troubles)),
    }));
}

function lateness(end: number, at: number, troubles: Played['troubles']): End['lifts'][number] {
  const late = at - end;
  const troubled = troubles.map(({ from, to }) => Math.max(0, Math.min(to, at) - Math.max(from, end)));
  return { late, calm: troubled.reduce((left, each) => left - each, late) };
}

export function endsOf(ends: End[]): Finding {
  const faults = ends.flatMap(({ case: one, lifts: [lift, ...more] }) => {
    if (!lift || one.lift !== 'done' || one.resolved_at === null)
      return [`${nameCase(one)} was not lifted (${one.lift}), resolved: ${one.resolved_at}`];
    if (more.length > 0) return [`${nameCase(one)} was lifted ${more.length + 1} times`];
    const { late, calm } = lift;
    const isOnTime = late >= 0 && calm <= onTime;
    return isOnTime ? [] : [`${nameCase(one)} was lifted ${late} ms after its end, ${calm} of them calm`];
  });
  return finding('every temporary ban ends on time', ends, faults);
}

export function tellEnds(ends: End[]): string {
  const lifts = ends.flatMap((each) => each.lifts);
  const [late, calm] = [lifts.map((each) => each.late), lifts.map((each) => each.calm)];
  return [
    `Of ${ends.length} temporary bans half ended within ${within(late, 0.5)} of their time, all within ${within(late, 1)},`,
    `or ${within(calm, 1)} not counting the time of troubles.`,
  ].join(' ');
}

function within(times: number[], share: number): string {
  const sorted = [...times].sort((a, b) => a - b);
  return `${((sorted[Math.ceil(share * sorted.length) - 1] ?? 0) / SECOND).toFixed(1)} s`;
}
