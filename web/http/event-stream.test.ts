import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { expect } from 'chai';
import Koa from 'koa';
import type { Additions, State } from '../context.ts';
import { streamEvents } from './event-stream.ts';

describe('event streams', () => {
  it('end although the browser has stopped reading', async () => {
    let ended: () => void = () => {};
    const over = new Promise<void>((resolve) => {
      ended = resolve;
    });
    const app = new Koa<State, Additions>().use((ctx) => {
      const stream = streamEvents(ctx, ended, 20);
      for (let i = 0; i < 32; i++) stream.send('x'.repeat(1_000_000)); // more than the sockets hold
      setTimeout(() => stream.end(), 20);
    });
    app.silent = true; // Koa tells of every browser that leaves
    const server = createServer(app.callback()).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const browser = connect((server.address() as AddressInfo).port, '127.0.0.1').pause();
    browser.on('error', () => {});
    browser.write('GET / HTTP/1.1\r\nHost: here\r\n\r\n');
    await over;
    server.close();
    await once(server, 'close');
    browser.destroy();
    expect(server.listening).to.equal(false);
  });
});
