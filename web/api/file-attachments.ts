import { z } from 'zod';
import { Snowflake } from '../../shared/core/snowflake.ts';
import { selectAttachments } from '../../shared/files/attachment-list.ts';
import { FileAttachment } from '../../shared/files/model.ts';
import { decisions } from '../../shared/files/settings.ts';
import { listQuery, pageOf, readPage } from '../http/list.ts';
import { type AnyRoute, route } from '../http/route.ts';
import { InGuild, Since, Time } from './shapes.ts';

const made = ['off', 'exempt', ...decisions] as const;

const Attachment = z
  .object({
    id: Snowflake,
    at: Time,
    channel: Snowflake,
    message: Snowflake,
    user: Snowflake,
    name: z.string().describe('As whoever sent it called it: show it as text, and trust nothing about it'),
    extension: z.string().nullable().describe('Which decided'),
    size: z.coerce.number().pipe(z.int()).describe('Bytes'),
    url: z.string().describe('At Discord, for as long as Discord serves it'),
    decision: z.enum(made).describe('`off`: nothing was enforced; `exempt`: who sent it is'),
    deletion: z
      .enum(['none', 'wanted', 'done', 'failed'])
      .describe('Of a blocked one: whether its message is gone'),
  })
  .meta({ id: 'Attachment', description: 'A file that a member sent' });

const orders = {
  '-at': { column: 'at', desc: true, isTime: true, tie: 'id' },
  at: { column: 'at', isTime: true, tie: 'id' },
} as const;

export const fileAttachmentRoutes: AnyRoute[] = [
  route({
    method: 'get',
    path: '/guilds/:guildId/files/attachments',
    summary: 'List the attachments of a guild',
    description: 'Of human members, whether or not file rules are enforced.',
    scope: 'files:read',
    params: InGuild,
    query: listQuery(orders, {
      user: Snowflake.optional(),
      extension: z.string().min(1).max(32).toLowerCase().optional(),
      decision: z.enum(made).optional(),
      from: Since.optional(),
      to: Since.optional().describe('Not part of it'),
    }),
    reply: pageOf(Attachment),
    handle: ({ params, query }, { db }) =>
      readPage(selectAttachments(db, params.guildId, query), orders, query, toAttachment),
  }),
];

function toAttachment(row: Record<string, unknown>): z.input<typeof Attachment> {
  const {
    channelId: channel,
    messageId: message,
    userId: user,
    ...rest
  } = FileAttachment.fromDatabaseJson(row);
  return { ...rest, channel, message, user };
}
