import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import Koa from 'koa';
import { leadsTo } from '../../shared/redirects/target.ts';
import type { Additions, State } from '../context.ts';
import { ownHosts } from './own-hosts.ts';
import { ownOrigin } from './own-origin.ts';

const forged = 'forged.example';

describe('where this server is reached', () => {
  /** As it takes a request whose headers claim that it is elsewhere. */
  async function placeOf({ proxy, WEB_ORIGIN }: { proxy: boolean; WEB_ORIGIN?: string }) {
    let place = { origin: '', isLoop: false, own: '' };
    const app = new Koa<State, Additions>({ proxy }).use((ctx) => {
      const hosts = ownHosts(ctx, { WEB_ORIGIN });
      const isLoop = leadsTo(`https://${forged}/law`, hosts);
      place = { origin: ownOrigin(ctx, { WEB_ORIGIN }), isLoop, own: hosts.at(-1) ?? '' };
      ctx.body = '';
    });
    const server = createServer(app.callback()).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const headers = { host: 'real.example', 'x-forwarded-host': forged, 'x-forwarded-proto': 'https' };
    const [response] = await once(request({ port, headers, agent: false }).end(), 'response');
    response.resume();
    server.close();
    expect(place.own, 'its own address, whatever is claimed').to.equal(`127.0.0.1:${port}`);
    return [place.origin, place.isLoop];
  }

  it('is what headers claim only where one’s own proxy sets them, and never where it was said', async () => {
    expect(await placeOf({ proxy: false })).to.deep.equal(['http://real.example', false]);
    expect(await placeOf({ proxy: true })).to.deep.equal([`https://${forged}`, true]);
    const WEB_ORIGIN = 'https://bot.example';
    expect(await placeOf({ proxy: false, WEB_ORIGIN })).to.deep.equal([WEB_ORIGIN, false]);
    expect(await placeOf({ proxy: true, WEB_ORIGIN })).to.deep.equal([WEB_ORIGIN, true]);
  });
});
