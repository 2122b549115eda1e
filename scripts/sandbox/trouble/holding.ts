import type { GatewayTrouble } from './trouble.ts';

const longestWait = 250; // milliseconds without a further event, after which shuffled ones go out all the same

/** Lets events pass, later or in another order while there is trouble of that kind. None is lost. */
export interface Holding<E> {
  pass(event: E): void;
  /** Everything that is held goes out now, in the order it was to go out in. */
  release(): void;
  stop(): void;
}

/** `keep` is called with an event that does not go out at once: what it says must not change any more. */
export function createHolding<E>(
  trouble: Pick<GatewayTrouble, 'delay' | 'reorder'>,
  send: (event: E) => void,
  keep: (event: E) => void,
): Holding<E> {
  const shuffled: E[] = [];
  const delayed: E[] = [];
  const timers = new Set<NodeJS.Timeout>();

  const after = (milliseconds: number, act: () => void) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      act();
    }, milliseconds);
    timers.add(timer);
    return timer;
  };
  const sendOldest = () => {
    const event = delayed.shift();
    if (event !== undefined) send(event);
  };
  const onward = (event: E) => {
    if (trouble.delay <= 0 && delayed.length === 0) return send(event);
    delayed.push(event);
    after(Math.max(0, trouble.delay), sendOldest);
  };
  const takeOne = () => {
    const place = Math.floor((trouble.reorder?.chance.next() ?? 0) * shuffled.length);
    const [event] = shuffled.splice(place, 1);
    if (event !== undefined) onward(event);
  };
  let quiet: NodeJS.Timeout | undefined;
  const waitForQuiet = () => {
    if (quiet) return quiet.refresh();
    quiet = after(longestWait, () => {
      quiet = undefined;
      while (shuffled.length > 0) takeOne();
    });
  };

  return {
    pass(event) {
      if (trouble.delay > 0 || trouble.reorder) keep(event);
      if (!trouble.reorder) return onward(event);
      shuffled.push(event);
      if (shuffled.length >= trouble.reorder.window) takeOne();
      waitForQuiet();
    },
    release() {
      while (delayed.length > 0) sendOldest();
      for (const event of shuffled.splice(0)) send(event);
    },
    stop() {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
  };
}
