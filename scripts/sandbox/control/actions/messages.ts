import { z } from 'zod';
import { type Action, action, id } from '../action.ts';

const file = z.object({
  filename: z.string(),
  size: z.number().optional(),
  content_type: z.string().optional(),
});
const message = z.object({
  guild: id,
  channel: id.optional(),
  author: id,
  content: z.string().optional(),
  attachments: z.array(file).optional(),
  nitro: z.boolean().optional(),
  at: z.union([z.string(), z.number()]).optional(),
  id: id.optional(),
  type: z.number().optional(),
  webhook: z.string().optional(),
  replyTo: id.optional(),
});

/** Members write, edit, delete and react. */
export const messageActions: Record<string, Action> = {
  message: action(message, (sandbox, order) => sandbox.message(order)),
  direct: action(message.pick({ author: true, content: true, attachments: true, nitro: true }), (s, order) =>
    s.direct(order),
  ),
  closeMessages: action(z.object({ user: id, closed: z.boolean().optional() }), (s, order) =>
    s.closeMessages(order.user, order.closed),
  ),
  edit: action(z.object({ message: id, content: z.string(), by: id.optional() }), (s, order) =>
    s.edit(order.message, order.content, order.by),
  ),
  remove: action(z.object({ message: id, by: id.optional() }), (s, order) =>
    s.remove(order.message, order.by),
  ),
  react: action(
    z.object({ message: id, user: id, emoji: z.string(), remove: z.boolean().optional() }),
    (s, order) => s.react(order),
  ),
};
