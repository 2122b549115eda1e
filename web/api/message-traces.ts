import { z } from 'zod';
import { ListedTrace, selectTraces } from '../../shared/automod/trace-list.ts';
import { Snowflake } from '../../shared/core/snowflake.ts';
import { listQuery, pageOf, readPage } from '../http/list.ts';
import { type AnyRoute, route } from '../http/route.ts';
import { InGuild, Since, Time } from './shapes.ts';

const Trace = z
  .object({
    message: Snowflake,
    at: Time,
    channel: Snowflake,
    user: Snowflake,
    fingerprint: z.string().nullable().describe('16 hexadecimal digits; null: there was nothing to compare'),
    length: z.int().describe('Characters of the folded text'),
    mentions: z.int(),
    attachments: z.int(),
  })
  .meta({ id: 'MessageTrace', description: 'That a message was written, without its text' });

const time = { column: 'at', isTime: true, tie: 'message_id' } as const;
const orders = { '-at': { ...time, desc: true }, at: time } as const;

/** They are what was said in Discord: nobody else writes or changes them. */
export const messageTraceRoutes: AnyRoute[] = [
  route({
    method: 'get',
    path: '/guilds/:guildId/message-traces',
    summary: 'List the message traces of a guild',
    description: 'Where the setting “Record message traces” is on, for 7 days; what backtests read.',
    scope: 'automod:read',
    params: InGuild,
    query: listQuery(orders, { from: Since.optional(), to: Since.optional().describe('Not part of it') }),
    reply: pageOf(Trace),
    handle: ({ params, query }, { db }) =>
      readPage(selectTraces(db, params.guildId, query), orders, query, (row) => ListedTrace.parse(row)),
  }),
];
