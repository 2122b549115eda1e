import { join } from 'node:path';
import { Redis } from 'ioredis';
import { startRedis } from './redis.ts';
import type { Service } from './service.ts';

const slots = 16_384;

export interface RedisCluster {
  /** Of one node, which names the others. */
  url: string;
  nodes: Service[];
  /** Brings a node back that was killed, with what it had. */
  restart(index: number): Promise<void>;
  stop(): Promise<void>;
}

/** A Redis Cluster of so many nodes without replicas, each with its share of the slots; ready when all know of each other. */
export async function startRedisCluster({
  dir,
  size,
  password,
}: {
  dir: string;
  size: number;
  password?: string;
}): Promise<RedisCluster> {
  const start = (index: number) => startRedis({ dir: join(dir, `node-${index}`), password, inCluster: true });
  const nodes = await Promise.all(Array.from({ length: size }, (_, index) => start(index)));
  const clients = nodes.map(({ url }) => new Redis(url));
  try {
    for (const [index, client] of clients.entries()) {
      await client.cluster('ADDSLOTSRANGE', share(index, size), share(index + 1, size) - 1);
      await client.cluster('SET-CONFIG-EPOCH', index + 1); // else the nodes argue about it first
      await clients[0]?.cluster('MEET', '127.0.0.1', nodes[index]?.port ?? 0);
    }
    for (const client of clients) while (!(await isWhole(client, size))) await pause();
  } finally {
    for (const client of clients) client.disconnect();
  }
  return {
    url: nodes[0]?.url ?? '',
    nodes,
    async restart(index) {
      nodes[index] = await start(index);
    },
    async stop() {
      await Promise.all(nodes.map((node) => node.stop()));
    },
  };
}

function share(index: number, size: number): number {
  return Math.round((index * slots) / size);
}

async function isWhole(client: Redis, size: number): Promise<boolean> {
  const info = String(await client.cluster('INFO'));
  return info.includes('cluster_slots_ok:16384') && info.includes(`cluster_size:${size}`);
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 50));
}
