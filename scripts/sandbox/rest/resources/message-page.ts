import { PermissionFlagsBits as P } from 'discord-api-types/v10';
import { bitsIn } from '../../rights.ts';
import { messageJson } from '../../shapes/message.ts';
import type { Channel, Message, World } from '../../world/types.ts';
import { isReply, ok, type Reply } from '../reply.ts';
import { byId, type Page, pageIn } from '../validate/page.ts';
import { idIn, idProblem } from '../validate/page-query.ts';

/** GET channel messages: `around`, `before` or `after` an id, `limit` 1–100 (50). None without Read Message History. */
export function pageOf(world: World, channel: Channel, query: URLSearchParams): Reply {
  const page = pageIn(query, { most: 100, usual: 50 });
  if (isReply(page)) return page;
  const problem = idProblem(query, ['around']);
  if (problem) return problem;
  if (!(bitsIn(world, channel, world.bot.id) & P.ReadMessageHistory)) return ok([]);
  const newestFirst = [...channel.messages.values()].sort((a, b) => byId(b.id, a.id));
  const around = idIn(query, 'around');
  const chosen = around === undefined ? choose(newestFirst, page) : chooseAround(newestFirst, around, page);
  return ok(chosen.map((message) => messageJson(message, world.bot.id)));
}

function choose(all: Message[], { limit, before, after }: Page): Message[] {
  if (after !== null) return all.filter(({ id }) => BigInt(id) > after).slice(-limit);
  return all.filter(({ id }) => before === null || BigInt(id) < before).slice(0, limit);
}

function chooseAround(all: Message[], around: bigint, { limit }: Page): Message[] {
  const middle = all.findIndex(({ id }) => BigInt(id) <= around);
  const from = Math.max(0, (middle < 0 ? all.length : middle) - Math.floor(limit / 2));
  return all.slice(from, from + limit);
}
