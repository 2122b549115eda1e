import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import Koa from 'koa';
import { silent } from '../../shared/core/log.ts';
import { openMetrics } from '../../shared/core/metrics.ts';
import type { Additions, State } from '../context.ts';
import { logRequests } from './access-log.ts';

describe('the log of requests', () => {
  it('keeps to itself what lets somebody in', async () => {
    const lines: unknown[] = [];
    const log = Object.assign(Object.create(silent), { info: (line: unknown) => lines.push(line) });
    const app = new Koa<State, Additions>().use(logRequests({ log, metrics: openMetrics() }));
    const server = createServer(app.callback()).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    for (const path of ['/enter/eyJhbGciOi.secret', '/admin/guilds/1']) {
      await fetch(`http://127.0.0.1:${port}${path}`);
      await fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST' });
    }
    server.close();
    const paths = lines.map((line) => Object(line).path);
    expect(paths).to.deep.equal(['/enter/…', '/enter/…', '/admin/guilds/1', '/admin/guilds/1']);
    expect(JSON.stringify(lines)).to.not.include('secret');
  });
});
