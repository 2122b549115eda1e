import { PermissionFlagsBits as P } from 'discord-api-types/v10';
import { z } from 'zod';
import { deleteMessages } from '../../changes/messages.ts';
import { timeOf } from '../../snowflakes.ts';
import { actOfBot } from '../../world/act.ts';
import type { FormProblem } from '../reply.ts';
import { noContent, refuse } from '../reply.ts';
import { type Route, route } from '../route.ts';
import { body } from '../validate/body.ts';
import { Snowflake } from '../validate/spec.ts';
import { isDeletable } from './system-messages.ts';

const oldest = 14 * 24 * 3_600_000; // Discord's documentation, "Bulk Delete Messages"
const Messages = z.object({ messages: z.array(Snowflake) });

/** Ids that are no messages count towards 2 to 100, and are otherwise left out. */
export function bulkDeleteRoutes(): Route[] {
  return [
    route({
      method: 'POST',
      path: '/channels/:channel/messages/bulk-delete',
      needs: P.ManageMessages,
      body: body<z.infer<typeof Messages>>(Messages, { rules: ({ messages }) => repeated(messages) }),
      handle({ found: { channel }, body: { messages }, reason }, live) {
        if (!channel.guildId) return refuse('directChannel');
        if (messages.length < 2 || messages.length > 100) return refuse('tooFewOrMany');
        if (messages.some((id) => live.world.now() - timeOf(id) > oldest)) return refuse('tooOldForBulk');
        const present = messages.flatMap((id) => channel.messages.get(id) ?? []);
        if (!present.every(isDeletable)) return refuse('systemMessage');
        deleteMessages(live, channel, messages, actOfBot(live.world, reason));
        return noContent;
      },
    }),
  ];
}

function repeated(ids: string[]): FormProblem[] {
  const seen = new Set<string>();
  const index = ids.findIndex((id) => seen.size === seen.add(id).size);
  if (index < 0) return [];
  const message = 'The set already contains this value.';
  return [{ path: ['messages', index], code: 'SET_TYPE_ALREADY_CONTAINS_VALUE', message }];
}
