import { request } from 'node:http';
import { expect } from 'chai';
import { type Sandbox, startSandbox } from './index.ts';

describe('sandbox: for this machine alone', () => {
  let sandbox: Sandbox;
  beforeEach(async () => {
    sandbox = await startSandbox();
  });
  afterEach(() => sandbox.stop());

  it('refuses foreign names and other sites’ orders, for /control too', async () => {
    const { port, host } = new URL(sandbox.page);
    const asked = (path: string, headers: Record<string, string>, method = 'GET') =>
      new Promise<number | undefined>((resolve, reject) => {
        const options = { host: '127.0.0.1', port, path, method, headers };
        request(options, (reply) => resolve(reply.resume().statusCode))
          .on('error', reject)
          .end();
      });
    expect(await asked('/', { host: `localhost:${port}` })).to.equal(200);
    expect(await asked('/', { host: `[::1]:${port}` })).to.equal(200);
    for (const path of ['/', '/page/view', '/page/live', '/control/world', '/api/v10/gateway']) {
      expect(await asked(path, { host: `rebound.example:${port}` }), path).to.equal(403);
      expect(await asked(path, { host: `localhost.example:${port}` }), path).to.equal(403);
    }
    for (const path of ['/page/suggest', '/control/message', '/control/slash', '/control/calm']) {
      for (const origin of ['https://elsewhere.example', 'null', `http://127.0.0.1:1`])
        expect(await asked(path, { host, origin }, 'POST'), path).to.equal(403);
    }
    expect(await asked('/control/calm', { host, origin: `http://${host}` }, 'POST')).to.equal(200);
    expect(await asked('/page/view', { host, origin: `http://${host}` })).to.equal(200);
  });
});
