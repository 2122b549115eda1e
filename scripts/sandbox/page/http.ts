import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Sandbox } from '../sandbox.ts';
import { Cannot } from '../world/cannot.ts';
import { guildIn, NotInWorld } from '../world/lookups.ts';
import type { Guild, World } from '../world/types.ts';
import { orders } from './orders.ts';
import { page } from './page.ts';
import { addressOf } from './place.ts';

export interface Visit {
  request: IncomingMessage;
  response: ServerResponse;
  url: URL;
  /** The request's body. */
  text: string;
}

/** Answers requests for the page; false: no such address. An order that was carried out leads back to the page. */
export async function visit(sandbox: Sandbox, { request, response, url, text }: Visit): Promise<boolean> {
  const { world } = sandbox;
  const { pathname, searchParams } = url;
  const show = (status: number, shown: string) => {
    response.writeHead(status, pageHeaders).end(shown);
    return true;
  };
  if (request.method === 'GET' && pathname === '/') return show(200, page(world, searchParams));
  const name = pathname.slice(1);
  const order = request.method === 'POST' && Object.hasOwn(orders, name) ? orders[name] : undefined;
  if (!order) return false;
  const form = new URLSearchParams(text);
  const [guild, channel, member] = [
    form.get('guild') ?? '',
    form.get('channel') ?? '',
    form.get('member') ?? '',
  ];
  try {
    await order(sandbox, { ...placeIn(world, guild, channel), user: member }, form);
  } catch (error) {
    if (!(error instanceof Cannot || error instanceof NotInWorld)) throw error;
    const notice = { problem: error.message, typed: form.get('content') ?? '' };
    return show(409, page(world, form, notice));
  }
  response.writeHead(303, { location: addressOf({ guild, member, channel }) }).end();
  return true;
}

const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  // one style block, the colours of embeds, forms to itself; no scripts
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'cache-control': 'no-store',
  'referrer-policy': 'same-origin',
};

function placeIn(world: World, guildId: string, channelId: string): { guild: Guild; channel: string } {
  const guild = guildIn(world, guildId);
  if (!guild.channels.has(channelId)) throw new NotInWorld(`channel of ${guild.name} with id`, channelId);
  return { guild, channel: channelId };
}
