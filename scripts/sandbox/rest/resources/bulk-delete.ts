import { PermissionFlagsBits as P } from 'discord-api-types/v10';
import { z } from 'zod';
import { deleteMessages } from '../../changes/messages.ts';
import { timeOf } from '../../snowflakes.ts';
import { actOfBot } from '../../world/act.ts';
import { noContent, refuse } from '../reply.ts';
import { type Route, route } from '../route.ts';
import { body } from '../validate/body.ts';
import { Snowflake } from '../validate/spec.ts';

const oldest = 14 * 24 * 3_600_000; // Discord's documentation, "Bulk Delete Messages"
const Messages = z.object({ messages: z.array(Snowflake) });

export function bulkDeleteRoutes(): Route[] {
  return [
    route({
      method: 'POST',
      path: '/channels/:channel/messages/bulk-delete',
      needs: P.ManageMessages,
      body: body<z.infer<typeof Messages>>(Messages),
      handle({ found: { channel }, body: { messages }, reason }, live) {
        if (messages.length < 2 || messages.length > 100) return refuse('tooFewOrMany');
        if (messages.some((id) => live.world.now() - timeOf(id) > oldest)) return refuse('tooOldForBulk');
        deleteMessages(live, channel, messages, actOfBot(live.world, reason));
        return noContent;
      },
    }),
  ];
}
