import { monitorEventLoopDelay } from 'node:perf_hooks';

const sampleEvery = 1_000; // milliseconds
const samplesKept = 5;

/** How busy the sandbox is, over the last seconds. */
export interface Rate {
  /** Of the measurement. */
  seconds: number;
  framesPerSecond: number;
  bytesPerSecond: number;
  requestsPerSecond: number;
  /** Of one core, of this process: the sandbox's own where it is one. */
  cpu: number;
  loopDelayMs: { mean: number; max: number };
  sockets: number;
  memoryMb: number;
}

export interface Rates {
  /** A frame of so many bytes went out. */
  sent(bytes: number): void;
  now(): Rate;
  stop(): void;
}

interface Sample {
  at: number;
  frames: number;
  bytes: number;
  requests: number;
  /** Microseconds. */
  cpu: number;
  delay: { mean: number; max: number };
}

/** `requests`: how many were answered since the start. */
export function createRates(counts: { requests(): number; sockets(): number }): Rates {
  const loop = monitorEventLoopDelay({ resolution: 20 });
  loop.enable();
  let frames = 0;
  let bytes = 0;

  const sample = (): Sample => {
    const { user, system } = process.cpuUsage();
    const delay = { mean: milliseconds(loop.mean), max: milliseconds(loop.max) };
    return { at: performance.now(), frames, bytes, requests: counts.requests(), cpu: user + system, delay };
  };
  const samples = [sample()];
  const timer = setInterval(() => {
    samples.push(sample());
    if (samples.length > samplesKept) samples.shift();
    loop.reset();
  }, sampleEvery).unref();

  return {
    sent(size) {
      frames += 1;
      bytes += size;
    },
    now() {
      const last = sample();
      const first = samples[0] ?? last;
      const seconds = Math.max(0.001, (last.at - first.at) / 1_000);
      const delays = [...samples.slice(1), last].map(({ delay }) => delay);
      return {
        seconds: rounded(seconds),
        framesPerSecond: rounded((last.frames - first.frames) / seconds),
        bytesPerSecond: Math.round((last.bytes - first.bytes) / seconds),
        requestsPerSecond: rounded((last.requests - first.requests) / seconds),
        cpu: rounded((last.cpu - first.cpu) / 1_000_000 / seconds),
        loopDelayMs: {
          mean: rounded(delays.reduce((sum, { mean }) => sum + mean, 0) / delays.length),
          max: Math.max(...delays.map(({ max }) => max)),
        },
        sockets: counts.sockets(),
        memoryMb: Math.round(process.memoryUsage.rss() / 1_048_576),
      };
    },
    stop() {
      clearInterval(timer);
      loop.disable();
    },
  };
}

/** Of the loop's histogram, which starts with nonsense. */
function milliseconds(nanoseconds: number): number {
  return Number.isFinite(nanoseconds) && nanoseconds < 1e15 ? rounded(nanoseconds / 1e6) : 0;
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
