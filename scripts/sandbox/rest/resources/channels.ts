import { PermissionFlagsBits as P } from 'discord-api-types/v10';
import { z } from 'zod';
import { changeChannel } from '../../changes/channels.ts';
import { channelJson } from '../../shapes/channel.ts';
import { actOfBot } from '../../world/act.ts';
import { guildOf } from '../../world/lookups.ts';
import { noContent, ok, refuse } from '../reply.ts';
import { type Route, route } from '../route.ts';
import { body } from '../validate/body.ts';
import { Snowflake } from '../validate/spec.ts';

const Overwrite = z.object({
  id: Snowflake,
  type: z.union([z.literal(0), z.literal(1)]),
  allow: z.number().nullish(),
  deny: z.number().nullish(),
});
const Change = z.object({
  name: z.string().min(1).max(100).optional(),
  topic: z.string().max(1024).nullish(),
  rate_limit_per_user: z.number().int().min(0).max(21_600).nullish(),
  permission_overwrites: z.array(Overwrite).max(100).optional(),
});

export function channelRoutes(): Route[] {
  return [
    route({
      method: 'GET',
      path: '/channels/:channel',
      handle: ({ found }) => ok(channelJson(found.channel)),
    }),
    route({
      method: 'PATCH',
      path: '/channels/:channel',
      body: body<z.infer<typeof Change>>(Change),
      needs: P.ManageChannels,
      handle({ found: { channel }, body, reason }, live) {
        const guild = guildOf(live.world, channel);
        if (!guild) return refuse('wrongChannelType');
        const change = {
          ...(body.name === undefined ? {} : { name: body.name }),
          ...(body.topic === undefined ? {} : { topic: body.topic }),
          ...(body.rate_limit_per_user == null ? {} : { slowmode: body.rate_limit_per_user }),
          ...(body.permission_overwrites ? { overwrites: body.permission_overwrites.map(bitsAsText) } : {}),
        };
        changeChannel(live, guild, channel, change, actOfBot(live.world, reason));
        return ok(channelJson(channel));
      },
    }),
    route({
      method: 'POST',
      path: '/channels/:channel/typing',
      needs: P.SendMessages,
      handle: () => noContent,
    }),
  ];
}

function bitsAsText({ id, type, allow, deny }: z.infer<typeof Overwrite>) {
  return { id, type, allow: String(allow ?? 0), deny: String(deny ?? 0) };
}
