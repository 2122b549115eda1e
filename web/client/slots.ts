/** Gives its slot back; a second time nothing comes of it. */
export type Leave = () => void;

/**
 * At most so many at once; the others wait in the order in which they came, or until their signal ends it: then it throws
 * what that says.
 */
export function openSlots(most: number): (signal?: AbortSignal) => Promise<Leave> {
  const waiting = new Set<() => void>();
  let taken = 0;
  function free(): void {
    const [next] = waiting;
    if (next)
      next(); // who leaves hands the slot on
    else taken--;
  }
  function queue(signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const end = (over: () => void) => {
        waiting.delete(enter);
        signal?.removeEventListener('abort', stop);
        over();
      };
      const enter = () => end(resolve);
      const stop = () => end(() => reject(signal?.reason));
      waiting.add(enter);
      signal?.addEventListener('abort', stop);
    });
  }
  return async (signal) => {
    signal?.throwIfAborted();
    if (taken < most) taken++;
    else await queue(signal);
    let isIn = true;
    return () => {
      if (isIn) free();
      isIn = false;
    };
  };
}
