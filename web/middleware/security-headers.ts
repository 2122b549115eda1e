import helmet from 'koa-helmet';
import { DAY, SECOND } from '../../shared/core/clock.ts';
import type { Deps, Middleware } from '../context.ts';

const self = ["'self'"];
const none = ["'none'"];
const year = (365 * DAY) / SECOND;

/**
 * Nothing from another host, no inline script or style, no framing; nothing is cached unless it says so. `base` is
 * allowed for the queue board, whose page is written relative to it.
 */
export function secureHeaders({ config }: Pick<Deps, 'config'>): Middleware {
  const https = config.WEB_ORIGIN?.startsWith('https:') ?? false;
  const headers = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: none,
        baseUri: self,
        connectSrc: self,
        fontSrc: self,
        formAction: self,
        frameAncestors: none,
        imgSrc: self,
        scriptSrc: self,
        scriptSrcAttr: none,
        styleSrc: self,
        ...(https ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    strictTransportSecurity: https && { maxAge: year, includeSubDomains: false }, // other hosts are not ours
    referrerPolicy: { policy: 'same-origin' },
    xFrameOptions: { action: 'deny' },
  });
  return (ctx, next) => {
    ctx.set('Cache-Control', 'no-store');
    return headers(ctx, next);
  };
}
