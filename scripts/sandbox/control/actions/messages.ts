import { z } from 'zod';
import { type Action, action, file, id, name } from '../action.ts';

const first = new Date('2015-01-02'); // just after Discord's epoch
const when = z
  .union([z.string(), z.number()])
  .transform((at) => new Date(at))
  .pipe(z.date().min(first));
const message = z.object({
  guild: id,
  channel: id.optional(),
  author: id,
  content: z.string().optional(),
  attachments: z.array(file).optional(),
  nitro: z.boolean().optional().describe('4000 characters instead of 2000'),
  at: when.optional().describe('when it was written, ISO or milliseconds, for messages that arrive late'),
  id: z
    .string()
    .regex(/^\d{1,19}$/)
    .optional()
    .describe('of a message that is there: it is dispatched once more'),
  type: z.number().optional(),
  webhook: name.optional().describe('posted by a webhook of that name'),
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
    z.object({
      message: id,
      user: id,
      emoji: z.string().describe('a character, or name:id'),
      remove: z.boolean().optional(),
    }),
    (s, order) => s.react(order),
  ),
};
