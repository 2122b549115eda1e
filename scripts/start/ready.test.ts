import { createServer } from 'node:http';
import { expect } from 'chai';
import { awaitCluster } from './ready.ts';

const app = (name: string, restarts = 0, age = 3_000) => ({
  name,
  pm2_env: { status: 'online', restart_time: restarts, pm_uptime: Date.now() - age },
});

describe('waiting for the cluster', () => {
  const server = createServer((_, response) => response.end('ok'));
  let origin: string;
  before(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  });
  after(() => server.close());

  const wait = (lists: ReturnType<typeof app>[][]) => {
    let asked = 0;
    const list = async () => lists[Math.min(asked++, lists.length - 1)] ?? [];
    const watch = { tail: (name: string) => `  last of ${name}` };
    const { signal } = new AbortController();
    return awaitCluster({ pm2: { list }, apps: ['shards-0', 'web'], watch, origin, signal }).then(
      () => asked,
    );
  };

  it('wants every app up for a while, not the web tier alone', async () => {
    const steps = [[app('web')], [app('web'), app('shards-0', 0, 100)], [app('web'), app('shards-0')]];
    expect(await wait(steps)).to.equal(3);
  });

  it('names the app that does not stay up, with its last lines', async () => {
    const fault = await wait([[app('web'), app('shards-0', 3)]]).catch((error: unknown) => error);
    expect(fault).to.have.property('message', 'shards-0 does not stay up:\n  last of shards-0');
  });
});
