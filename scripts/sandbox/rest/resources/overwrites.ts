import { OverwriteType, PermissionFlagsBits as P } from 'discord-api-types/v10';
import { z } from 'zod';
import { removeOverwrite, setOverwrite } from '../../changes/overwrites.ts';
import { maySetOverwrites } from '../../rights.ts';
import { actOfBot } from '../../world/act.ts';
import { botMember, guildOf } from '../../world/lookups.ts';
import { noContent, refuse } from '../reply.ts';
import { type Route, route } from '../route.ts';
import { body } from '../validate/body.ts';
import { isId, notAnId } from '../validate/ids.ts';
import { overwriteOf } from '../validate/overwrites.ts';

const most = 1_000; // overwrites of a channel, with RESTJSONErrorCodes 30060

const Bits = z.union([z.string().regex(/^\d{1,20}$/), z.number().int().nonnegative()]);
const Overwrite = z.object({
  type: z.union([z.literal(OverwriteType.Role), z.literal(OverwriteType.Member)]),
  allow: Bits.nullish(),
  deny: Bits.nullish(),
});

export function overwriteRoutes(): Route[] {
  return [
    route({
      method: 'PUT',
      path: '/channels/:channel/permissions/:overwrite',
      needs: P.ManageRoles,
      body: body<z.infer<typeof Overwrite>>(Overwrite),
      handle({ found: { channel }, part, body, reason }, live) {
        const guild = guildOf(live.world, channel);
        if (!guild) return refuse('directChannel');
        if (channel.thread) return refuse('wrongChannelType');
        const id = part('overwrite');
        if (!isId(id)) return notAnId('overwrite_id', id);
        if (body.type === OverwriteType.Role && !guild.roles.has(id)) return refuse('unknownRole');
        if (body.type === OverwriteType.Member && !live.world.users.has(id)) return refuse('unknownUser');
        const others = channel.overwrites.filter((overwrite) => overwrite.id !== id);
        if (others.length >= most) return refuse('tooManyOverwrites');
        const overwrite = overwriteOf({ id, ...body });
        const bot = botMember(live.world, guild);
        if (!maySetOverwrites(live.world, guild, bot, channel, [...others, overwrite]))
          return refuse('missingPermissions');
        setOverwrite(live, guild, channel, overwrite, actOfBot(live.world, reason));
        return noContent;
      },
    }),
    route({
      method: 'DELETE',
      path: '/channels/:channel/permissions/:overwrite',
      needs: P.ManageRoles,
      handle({ found: { channel }, part, reason }, live) {
        const guild = guildOf(live.world, channel);
        if (!guild) return refuse('directChannel');
        const id = part('overwrite');
        if (!isId(id)) return notAnId('overwrite_id', id);
        const overwrite = channel.overwrites.find((candidate) => candidate.id === id);
        if (!overwrite) return refuse('unknownOverwrite');
        removeOverwrite(live, guild, channel, overwrite, actOfBot(live.world, reason));
        return noContent;
      },
    }),
  ];
}
