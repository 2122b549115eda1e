/** Does what has the same key one after the other, and tells each whether it had to wait. */
export type Line = <T>(key: string, work: (waited: boolean) => Promise<T>) => Promise<T>;

export function openLine(): Line {
  const last = new Map<string, Promise<unknown>>();
  return async (key, work) => {
    const before = last.get(key);
    const done = before ? before.then(() => work(true)) : work(false);
    const end = done.then(ignore, ignore); // whoever asked for it hears of it
    last.set(key, end);
    try {
      return await done;
    } finally {
      if (last.get(key) === end) last.delete(key);
    }
  };
}

function ignore(): void {}
