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
  at: z.union([z.string(), z.number()]).optional(),
  id: id.optional(),
  type: z.number().optional(),
  webhook: z.string().optional(),
  replyTo: id.optional(),
});

/** Members write, edit, delete and react. */
export const messageActions: Record<string, Action> = {
  message: action(message, (sandbox, order) => sandbox.message(order)),
  edit: action(z.object({ message: id, content: z.string() }), (s, order) =>
    s.edit(order.message, order.content),
  ),
  remove: action(z.object({ message: id }), (s, order) => s.remove(order.message)),
  react: action(
    z.object({ message: id, user: id, emoji: z.string(), remove: z.boolean().optional() }),
    (s, order) => s.react(order),
  ),
};
