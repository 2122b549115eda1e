import { type Origin, readFrame, type Taken } from './frames.ts';
import type { KnownMembers } from './known-members.ts';
import { openKnownThreads } from './known-threads.ts';
import type { Outbox } from './outbox.ts';
import type { Tally } from './tally.ts';
import type { Watermark } from './watermark.ts';

/** A dispatch as the gateway sent it: only the outermost fields have been looked at. */
export interface Dispatch {
  t: string;
  s: number;
  d: unknown;
}

interface Deps {
  stamp: () => number;
  tally: Tally;
  watermark: Watermark;
  known: Pick<KnownMembers, 'isNews'>;
  outbox: Pick<Outbox, 'push'>;
}

/**
 * What becomes of each dispatch of a shard, in the order of arrival: enqueued, dropped or refused. It never throws:
 * a frame that cannot be read must not stand in the way of the next one. Tells whether the dispatch came for the first
 * time: false for a repetition, and for what has no place in a session.
 */
export function openIntake({
  stamp,
  tally,
  watermark,
  known,
  outbox,
}: Deps): (dispatch: Dispatch) => boolean {
  const threads = openKnownThreads();

  function read(t: string, d: unknown, from: Origin): Taken | undefined {
    try {
      const seen = readFrame(t, d, from);
      if (seen) threads.follow(seen.envelope);
      const taken = seen && known.isNews(seen.envelope) ? seen : undefined;
      tally.count(t, taken ? 'queued' : 'dropped');
      return taken;
    } catch (error) {
      tally.count(t, 'refused');
      tally.complain(t, error);
      return undefined;
    }
  }

  return ({ t, s, d }) => {
    const session = watermark.session?.id;
    if (session === undefined || !Number.isSafeInteger(s)) {
      tally.count(String(t), 'refused');
      return false;
    }
    if (!watermark.see(s)) {
      tally.count(t, 'dropped');
      return false;
    }
    const taken = read(t, d, { session, sequence: s, at: stamp() });
    if (taken) outbox.push(taken, session, s);
    return true;
  };
}
