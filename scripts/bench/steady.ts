/** Steady messages, beside which something else is sent. */
export interface SteadyLoad {
  messagesPerSecond: number;
  seconds: number;
  guilds: number;
  members: number;
}

/** Something that is written so many times a second, the `n`-th time as `write(n)` does. */
export interface Stream {
  perSecond: number;
  write(n: number): void;
}

const tick = 5; // milliseconds: what is due in less is written together
const grace = 5_000; // milliseconds for the last answers

const morning = 1_500; // messages a second: what a worker that was just started catches up with

/** What a source is told: to let all members write once, which says `warm` at its end, then to play what is measured. */
export function onOrders({
  members,
  morningOf,
  play,
}: {
  members: number;
  morningOf(n: number): void;
  play(): void;
}): void {
  process.on('message', (order) => {
    if (order === 'go') return play();
    const warm = () => process.send?.({ is: 'warm' });
    playSteadily(members / morning, [{ perSecond: morning, write: morningOf }], warm);
  });
  process.on('disconnect', () => process.exit());
}

/** Plays streams in time with the clock, whatever a timer is late by, for so many seconds, and waits for answers. */
export function playSteadily(seconds: number, streams: Stream[], over: () => void): void {
  const began = performance.now();
  const counts = streams.map(() => 0);
  const timer = setInterval(() => {
    const passed = Math.min(seconds, (performance.now() - began) / 1_000);
    streams.forEach(({ perSecond, write }, index) => {
      for (let n = counts[index] ?? 0; n < passed * perSecond; n++) {
        write(n);
        counts[index] = n + 1;
      }
    });
    if (passed < seconds) return;
    clearInterval(timer);
    setTimeout(over, grace);
  }, tick);
}
