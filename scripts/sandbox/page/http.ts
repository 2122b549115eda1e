import type { Sandbox } from '../sandbox.ts';
import { Cannot } from '../world/cannot.ts';
import { guildIn, NotInWorld } from '../world/lookups.ts';
import type { Guild, World } from '../world/types.ts';
import { orders } from './orders.ts';
import { page } from './page.ts';
import { addressOf } from './place.ts';

export type Visit = { is: 'page'; status: number; text: string } | { is: 'moved'; to: string };

/** The page and its forms; null: no such address. An order that was carried out leads back to the page. */
export async function visit(
  sandbox: Sandbox,
  method: string,
  { pathname, searchParams }: URL,
  body: string,
): Promise<Visit | null> {
  const { world } = sandbox;
  if (method === 'GET' && pathname === '/')
    return { is: 'page', status: 200, text: page(world, searchParams) };
  const name = pathname.slice(1);
  const order = method === 'POST' && Object.hasOwn(orders, name) ? orders[name] : undefined;
  if (!order) return null;
  const form = new URLSearchParams(body);
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
    return { is: 'page', status: 409, text: page(world, form, notice) };
  }
  return { is: 'moved', to: addressOf({ guild, member, channel }) };
}

function placeIn(world: World, guildId: string, channelId: string): { guild: Guild; channel: string } {
  const guild = guildIn(world, guildId);
  if (!guild.channels.has(channelId)) throw new NotInWorld(`channel of ${guild.name} with id`, channelId);
  return { guild, channel: channelId };
}
