type Work<T> = () => Promise<T>;

export interface Turns {
  /** Runs beside others that share. */
  share<T>(work: Work<T>): Promise<T>;
  /** Runs while nothing else does: waits for those that share, and those that come later wait for it. */
  alone<T>(work: Work<T>): Promise<T>;
}

/** Lets a process that is killed by an event know which one it was: nothing else ran. */
export function openTurns(): Turns {
  const shared = new Set<Promise<unknown>>();
  let alone: Promise<unknown> | undefined;
  return {
    async share(work) {
      while (alone) await alone;
      const running = work();
      shared.add(running);
      try {
        return await running;
      } finally {
        shared.delete(running);
      }
    },
    async alone(work) {
      while (alone) await alone;
      const running = Promise.allSettled(shared).then(work);
      alone = running.catch(() => {}); // the caller hears of it below
      try {
        return await running;
      } finally {
        alone = undefined;
      }
    },
  };
}
