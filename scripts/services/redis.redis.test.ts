import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { Redis } from 'ioredis';
import { commandOf } from './processes.ts';
import { startRedis } from './redis.ts';
import { askRedis } from './redis-wire.ts';
import type { Service } from './service.ts';

describe('an embedded Redis', () => {
  let dir: string;
  const started: Service[] = [];
  const start = async (options: Partial<Parameters<typeof startRedis>[0]> = {}) => {
    const service = await startRedis({ dir, ...options });
    started.push(service);
    return service;
  };
  const ask = async <T>({ url }: Service, question: (redis: Redis) => Promise<T>): Promise<T> => {
    const redis = new Redis(url);
    try {
      return await question(redis);
    } finally {
      redis.disconnect();
    }
  };

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'redis-'));
  });
  afterEach(async () => {
    await Promise.all(started.splice(0).map((service) => service.kill()));
    rmSync(dir, { recursive: true });
  });

  it('keeps data and port over a stop', async () => {
    const first = await start();
    await ask(first, (redis) => redis.set('balance', '128'));
    await first.stop();
    const second = await start();
    expect(second.port).to.equal(first.port);
    expect(await ask(second, (redis) => redis.get('balance'))).to.equal('128');
  });

  it('keeps what reached the disk over a kill', async () => {
    const first = await start();
    await ask(first, async (redis) => {
      await redis.config('SET', 'appendfsync', 'always');
      await redis.set('balance', '256');
    });
    await first.kill();
    expect(commandOf(first.pid)).to.equal('');
    expect(await ask(await start(), (redis) => redis.get('balance'))).to.equal('256');
  });

  it('loses everything over a kill where nothing is appended', async () => {
    const first = await start({ appendOnly: false });
    await ask(first, (redis) => redis.set('balance', '256'));
    await first.kill();
    expect(await ask(await start({ appendOnly: false }), (redis) => redis.dbsize())).to.equal(0);
  });

  it('takes the place of one that a killed run left behind', async () => {
    const orphan = await start();
    await ask(orphan, (redis) => redis.set('balance', '512'));
    const second = await start();
    expect(commandOf(orphan.pid)).to.equal('');
    expect(await ask(second, (redis) => redis.get('balance'))).to.equal('512');
  });

  it('moves to another port, and says so, when a stranger took its own', async () => {
    const { port, stop } = await start();
    await stop();
    const stranger = createServer().listen(port, '127.0.0.1');
    await new Promise((resolve) => stranger.once('listening', resolve));
    try {
      const said: string[] = [];
      const second = await start({ say: (line) => said.push(line) });
      expect(second.port).not.to.equal(port);
      expect(said.join()).to.contain(String(port)).and.to.contain(String(second.port));
    } finally {
      stranger.close();
    }
  });

  it('asks for its password, and shows it to nobody', async () => {
    const service = await start({ password: 'quite-secret' });
    expect(await ask(service, (redis) => redis.ping())).to.equal('PONG');
    expect(await askRedis(service.port, undefined, 'PING')).to.match(/^-NOAUTH/);
    expect(commandOf(service.pid)).not.to.contain('quite-secret');
  });

  it('listens on the loopback interface only and refuses to forget', async () => {
    const service = await start();
    const settings = await ask(service, (redis) => redis.config('GET', '*'));
    expect(Object.fromEntries(pairs(settings))).to.include({
      bind: '127.0.0.1',
      appendonly: 'yes',
      appendfsync: 'everysec',
      'maxmemory-policy': 'noeviction',
      databases: '64',
    });
  });

  it('runs in a session of its own, which a Ctrl-C in the terminal does not reach', async function () {
    if (process.platform !== 'linux') this.skip();
    const { pid } = await start();
    const session = (id: number) => readFileSync(`/proc/${id}/stat`, 'utf8').split(') ')[1]?.split(' ')[3];
    expect(session(pid)).to.equal(String(pid));
  });
});

function pairs(flat: unknown): [string, string][] {
  const list = Array.isArray(flat) ? flat.map(String) : [];
  return list.flatMap((name, index) =>
    index % 2 === 0 ? [[name, list[index + 1] ?? ''] as [string, string]] : [],
  );
}
