import { REST } from '@discordjs/rest';
import { WebSocketManager, WebSocketShardEvents } from '@discordjs/ws';
import { Queue } from 'bullmq';
import { GatewayIntentBits } from 'discord-api-types/v10';
import { Redis } from 'ioredis';

/** The naive pipeline's shard: one job per message, as most bots with a queue do it. */
const [api = ''] = process.argv.slice(2);
const intents = GatewayIntentBits.Guilds | GatewayIntentBits.GuildMessages | GatewayIntentBits.MessageContent;
const rest = new REST({ version: '10', api }).setToken('bench.bench.bench');
const manager = new WebSocketManager({ token: 'bench.bench.bench', intents, rest, shardCount: 1 });
const queue = new Queue('naive', {
  connection: new Redis(process.env.REDIS_URL ?? '', { maxRetriesPerRequest: null }),
});
manager.on(WebSocketShardEvents.Dispatch, ({ t, d }) => {
  if (t !== 'MESSAGE_CREATE') return;
  queue.add(t, d, { jobId: `m${d.id}`, removeOnComplete: true }).catch(() => process.exit(1));
});
process.on('disconnect', () => process.exit());
await manager.connect();
