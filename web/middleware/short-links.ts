import { randomUUID } from 'node:crypto';
import { findByName } from '../../shared/redirects/redirects.ts';
import { reserved } from '../../shared/redirects/reserved.ts';
import { leadsTo } from '../../shared/redirects/target.ts';
import type { Deps, Middleware } from '../context.ts';
import { ownHosts } from '../http/own-hosts.ts';
import type { Render } from '../http/render.ts';
import { visitorOf } from './record-views.ts';

type Parts = Pick<Deps, 'db' | 'config' | 'clock' | 'recorder'> & { render: Render };

const address = /^\/(r\/)?([A-Za-z0-9][\w-]{0,63})\/?$/;
const switchedOff = new URL('../pages/redirect-off.pug', import.meta.url);

/** Sends on whoever asks for `/r/:name` or `/:name`, without a session. What is no short link goes by. */
export function followShortLinks({ render, ...deps }: Parts): Middleware {
  return async (ctx, next) => {
    const [, prefix = '', typed] = ctx.path.match(address) ?? [];
    const name = typed?.toLowerCase();
    if (!name || reserved.has(name) || !['GET', 'HEAD'].includes(ctx.method)) return next();
    const redirect = await findByName(deps, name);
    if (!redirect) return next();
    ctx.state.route = `/${prefix}:name`;
    if (!redirect.enabled || leadsTo(redirect.target, ownHosts(ctx, deps.config))) {
      ctx.status = 410;
      ctx.type = 'html';
      ctx.body = render(ctx, switchedOff, { title: 'Switched off' });
      return;
    }
    if (ctx.method === 'GET')
      deps.recorder.click({
        id: randomUUID(),
        at: deps.clock(),
        redirect: redirect.id,
        ...visitorOf(ctx, deps.config),
      });
    ctx.redirect(redirect.target);
  };
}
