import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { KoaAdapter } from '@bull-board/koa';
import { queueNames } from '../../shared/cluster/queue-kinds.ts';
import { SECOND } from '../../shared/core/clock.ts';
import { within } from '../../shared/core/deadline.ts';
import { type Partition, tag } from '../../shared/core/keys.ts';
import { openQueue, type QueueName, type QueueOf } from '../../shared/core/queues.ts';
import { hideSecrets } from '../../shared/errors/hide-secrets.ts';
import { hidden } from '../../shared/jobs/data.ts';
import type { Context, Deps, Middleware } from '../context.ts';

const base = '/admin/queues';
const patience = 10 * SECOND;

/** bull-board over the queues of every partition, to look at only. It checks nothing itself: mount it behind guards. */
export interface Board {
  serve: Middleware;
  close(): Promise<void>;
}

export function openBoard({ redis, log }: Pick<Deps, 'redis' | 'log'>, partitions: number): Board {
  const queues = Array.from({ length: partitions }, (_, index) => ({ index, of: partitions })).flatMap(
    (partition) => queueNames.map((name) => ({ partition, queue: openQueue(name, partition, redis) })),
  );
  for (const { queue } of queues) queue.on('error', (error) => log.warn({ err: error }, 'queue board'));
  const adapter = new KoaAdapter();
  adapter.setBasePath(base);
  createBullBoard({
    queues: queues.map(({ queue, partition }) => openAdapter(queue, partition)),
    serverAdapter: adapter,
    options: {
      uiConfig: { boardTitle: 'Queues', hideDocsLink: true, miscLinks: [{ text: 'Panel', url: '/admin' }] },
    },
  });
  const plugin = adapter.registerPlugin();
  return {
    serve: async (ctx, next) => {
      ctx.state.route = `${base}/*`;
      await within(patience, plugin(ctx, next));
      if (ctx.path.startsWith(`${base}/api/`)) ctx.body = hide(ctx.body);
      else tidy(ctx);
    },
    close: async () => {
      await Promise.all(queues.map(({ queue }) => queue.close()));
    },
  };
}

/** Nobody would know who had changed a queue, so nothing changes one here. */
function openAdapter(queue: QueueOf<QueueName>, partition: Partition): BullMQAdapter {
  return new BullMQAdapter(queue, { ...labelOf(queue.name, partition), readOnlyMode: true });
}

/**
 * With an interaction's token anyone can answer as the bot: it stands in the data of jobs, quarantined ones too, and in the
 * address that an error names.
 */
function hide(body: unknown): unknown {
  if (typeof body !== 'object' || body === null) return body;
  return JSON.parse(
    JSON.stringify(body, (key, value: unknown) => {
      if (key === 'token') return hidden;
      return typeof value === 'string' ? hideSecrets(value) : value;
    }),
  );
}

/** Queues of several partitions have the same name; the board tells them apart by its own prefix. */
function labelOf(name: string, partition: Partition): { prefix?: string; displayName?: string } {
  if (partition.of === 1) return {};
  return { prefix: `${partition.index}-`, displayName: `${name} ${tag(partition)}` };
}

/** Its page asks for fonts elsewhere and styles itself inline, which our policy forbids; its files never change. */
function tidy(ctx: Context): void {
  if (ctx.path.startsWith(`${base}/static/`))
    ctx.set('Cache-Control', 'private, max-age=31536000, immutable');
  if (typeof ctx.body !== 'string' || !ctx.response.is('html')) return;
  ctx.body = ctx.body
    .replace(/<link[^>]+href="https?:[^>]*>/g, '')
    .replace(/<style>.*?<\/style>/gs, '')
    .replace(/ style="[^"]*"/g, '');
}
