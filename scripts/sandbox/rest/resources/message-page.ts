import { messageJson } from '../../shapes/message.ts';
import type { Channel, Message, World } from '../../world/types.ts';
import { invalidForm, ok, type Reply } from '../reply.ts';

const compare = (a: Message, b: Message) => (BigInt(a.id) < BigInt(b.id) ? 1 : -1); // newest first

/** GET channel messages: `around`, `before` or `after` an id, `limit` 1–100 (50). */
export function pageOf(world: World, channel: Channel, query: URLSearchParams): Reply {
  const limit = Number(query.get('limit') ?? 50);
  if (!Number.isInteger(limit) || limit < 1 || limit > 100) {
    const message = 'int value should be between 1 and 100.';
    return invalidForm([{ path: ['limit'], code: 'NUMBER_TYPE_MAX', message }]);
  }
  const all = [...channel.messages.values()].sort(compare);
  return ok(choose(all, query, limit).map((message) => messageJson(message, world.bot.id)));
}

function choose(all: Message[], query: URLSearchParams, limit: number): Message[] {
  const [before, after, around] = ['before', 'after', 'around'].map((name) => query.get(name));
  if (around) {
    const middle = all.findIndex((message) => BigInt(message.id) <= BigInt(around));
    return all.slice(Math.max(0, middle - Math.floor(limit / 2))).slice(0, limit);
  }
  if (after) return all.filter((message) => BigInt(message.id) > BigInt(after)).slice(-limit);
  return all.filter((message) => !before || BigInt(message.id) < BigInt(before)).slice(0, limit);
}
