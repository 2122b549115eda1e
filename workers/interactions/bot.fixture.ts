import { EventEmitter, once } from 'node:events';
import { REST } from '@discordjs/rest';
import { WebSocketManager, WebSocketShardEvents } from '@discordjs/ws';
import { type APIInteraction, GatewayDispatchEvents, GatewayIntentBits } from 'discord-api-types/v10';
import { deployCommands } from '../../scripts/deploy-commands.ts';
import { type Sandbox, startSandbox } from '../../scripts/sandbox/index.ts';
import { noRecorder } from '../../shared/analytics/recorder.ts';
import { noTallies } from '../../shared/analytics/tallies.ts';
import { rememberInvites } from '../../shared/automod/invite-codes.ts';
import { rememberCommitted } from '../../shared/bytes/committed.ts';
import { silent } from '../../shared/core/log.ts';
import { openMetrics } from '../../shared/core/metrics.ts';
import { openQueue } from '../../shared/core/queues.ts';
import type { Redis } from '../../shared/core/redis.ts';
import type { Knex } from '../../shared/db/knex.ts';
import type { Context } from '../context.ts';
import { openSettings } from '../settings.ts';
import { handleInteraction } from './index.ts';
import { registry } from './registry.ts';
import type { Table } from './table.ts';

export interface TestBot {
  sandbox: Sandbox;
  context: Context;
  /** Moves the bot's clock and Discord's on, so that interactions become old. */
  pass(milliseconds: number): void;
  /** Handles an interaction as a worker does with the job that carries it. */
  handle(
    started: { id: string },
    options?: { attempt?: number; with?: Partial<Context>; table?: Table },
  ): Promise<void>;
  /** How often the outcome was counted. */
  counted(outcome: string): Promise<number>;
  close(): Promise<void>;
}

/** A bot on a sandbox of its own, with these commands and components besides its own. Nothing is handled by itself. */
export async function startBot(db: Knex, redis: Redis, extra: Partial<Table> = {}): Promise<TestBot> {
  let passed = 0;
  const clock = () => Date.now() + passed;
  const all: Table = {
    commands: [...registry.commands, ...(extra.commands ?? [])],
    components: [...registry.components, ...(extra.components ?? [])],
    modals: [...registry.modals, ...(extra.modals ?? [])],
  };
  const sandbox = await startSandbox({ now: clock });
  const { token, api, applicationId } = sandbox;
  const rest = new REST({ version: '10', api }).setToken(token);
  await deployCommands({ rest, commands: all.commands });
  const received = new Map<string, { at: number; d: APIInteraction }>();
  const arrivals = new EventEmitter();
  const gateway = new WebSocketManager({ token, rest, intents: GatewayIntentBits.Guilds });
  gateway.on(WebSocketShardEvents.Dispatch, (event) => {
    if (event.t !== GatewayDispatchEvents.InteractionCreate) return;
    received.set(event.d.id, { at: clock(), d: event.d });
    arrivals.emit(event.d.id);
  });
  await gateway.connect();
  const config = {
    DISCORD_API: api,
    SECRET: 's'.repeat(32),
    WEB_ORIGIN: 'https://bot.example',
    WEB_BIND: '127.0.0.1',
    WEB_PORT: 3000,
  };
  const context = openContext({ config, db, redis, rest, applicationId, clock });
  return {
    sandbox,
    context,
    pass: (milliseconds) => {
      passed += milliseconds;
    },
    async handle({ id }, { attempt = 0, with: changes = {}, table = all } = {}) {
      if (!received.has(id)) await once(arrivals, id);
      const event = received.get(id);
      if (!event) throw new Error(`the interaction ${id} did not arrive`);
      const envelope = { t: 'INTERACTION_CREATE', id, ...event } as const;
      await handleInteraction({ ...context, ...changes }, envelope, { attempt, table });
    },
    async counted(outcome) {
      const { values } = await context.metrics.commands.get();
      return values
        .filter(({ labels }) => labels.outcome === outcome)
        .reduce((sum, { value }) => sum + value, 0);
    },
    async close() {
      await gateway.destroy();
      await sandbox.stop();
    },
  };
}

function openContext(
  parts: Pick<Context, 'config' | 'db' | 'rest' | 'applicationId' | 'clock'> & { redis: Redis },
): Context {
  return {
    ...parts,
    log: silent,
    metrics: openMetrics(),
    partitions: 1,
    queue: (name, partition) => openQueue(name, partition, parts.redis),
    settings: openSettings({ ...parts, log: silent }),
    committed: rememberCommitted(),
    invites: rememberInvites(parts.redis),
    recorder: noRecorder,
    tallies: noTallies,
  };
}
