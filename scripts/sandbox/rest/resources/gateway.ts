import { ok } from '../reply.ts';
import { type Route, route } from '../route.ts';

export interface GatewayInformation {
  url(): string;
  shards: number;
  session_start_limit(): { total: number; remaining: number; reset_after: number; max_concurrency: number };
}

export function gatewayRoutes(gateway: GatewayInformation): Route[] {
  return [
    route({ method: 'GET', path: '/gateway', open: true, handle: () => ok({ url: gateway.url() }) }),
    route({
      method: 'GET',
      path: '/gateway/bot',
      handle: () =>
        ok({
          url: gateway.url(),
          shards: gateway.shards,
          session_start_limit: gateway.session_start_limit(),
        }),
    }),
  ];
}
