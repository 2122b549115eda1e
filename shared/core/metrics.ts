import { AggregatorRegistry, Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import { z } from 'zod';
import { MINUTE, SECOND } from './clock.ts';
import { keys } from './keys.ts';
import type { Log } from './log.ts';
import type { Cluster, Redis } from './redis.ts';

const pushEvery = 5 * SECOND;
const forgetAfter = 2 * MINUTE; // a process that is gone disappears from /metrics

export type Metrics = ReturnType<typeof openMetrics>;

/** The counters of a process, in a registry of its own. */
export function openMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const counter = <L extends string>(name: string, help: string, labelNames: L[]) =>
    new Counter({ name: `smarter_${name}`, help, labelNames, registers: [registry] });
  return {
    registry,
    /** Frames by dispatch type and what became of them: queued, dropped (nobody reads it), refused (malformed). */
    frames: counter('frames_total', 'Gateway dispatches, by type and fate', ['type', 'fate']),
    /** Sessions by how they began: identified, resumed; `gap` counts identifies that may have missed events. */
    sessions: counter('gateway_sessions_total', 'Gateway sessions begun, by kind', ['kind']),
    events: counter('events_handled_total', 'Events handled by workers, by type', ['type']),
    quarantined: counter('events_quarantined_total', 'Events that could not be handled, by type', ['type']),
    awards: counter('awards_total', 'Daily awards paid', []),
    firings: counter('automod_firings_total', 'Firings of auto-moderation, by outcome', ['outcome']),
    commands: counter('commands_total', 'Commands answered, by name and outcome', ['command', 'outcome']),
    effects: counter('effects_total', 'Requests to Discord, by kind and outcome', ['kind', 'outcome']),
    /** `fate`: queued, or dropped: unreadable, beyond what waits for Redis or a minute may have, or of a time that is not held. */
    records: counter(
      'records_total',
      'Page views, clicks, commands and jobs recorded, by kind and fate (queued, counted without details, dropped)',
      ['kind', 'fate'],
    ),
    requests: new Histogram({
      name: 'smarter_http_request_seconds',
      help: 'HTTP requests by route and status',
      labelNames: ['route', 'status'],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
      registers: [registry],
    }),
  };
}

/** Pushes this process' numbers to Redis until the returned function is called. */
export function pushMetrics(
  redis: Redis | Cluster,
  process: string,
  { registry }: Metrics,
  log: Log,
): () => void {
  const push = async () => {
    const snapshot = JSON.stringify({ at: Date.now(), metrics: await registry.getMetricsAsJSON() });
    await redis.hset(keys.metrics(), process, snapshot);
  };
  const timer = setInterval(() => {
    push().catch((error: unknown) => log.warn({ err: error }, 'could not push metrics'));
  }, pushEvery);
  return () => clearInterval(timer);
}

const Snapshot = z.object({ at: z.number(), metrics: z.array(z.looseObject({})) });

/** The numbers of all live processes in Prometheus' text format. What dead ones left is removed. */
export async function mergeMetrics(redis: Redis | Cluster): Promise<{ contentType: string; text: string }> {
  const stored = Object.entries(await redis.hgetall(keys.metrics()));
  const snapshots = stored.map(([process, text]) => ({ process, ...Snapshot.parse(JSON.parse(text)) }));
  const isLive = ({ at }: { at: number }) => at > Date.now() - forgetAfter;
  const dead = snapshots.filter((snapshot) => !isLive(snapshot)).map(({ process }) => process);
  if (dead.length > 0) await redis.hdel(keys.metrics(), ...dead);
  const merged = AggregatorRegistry.aggregate(snapshots.filter(isLive).map(({ metrics }) => metrics));
  return { contentType: merged.contentType, text: await merged.metrics() };
}
