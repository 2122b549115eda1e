import { createHash } from 'node:crypto';
import type { RESTPostAPICurrentUserCreateDMChannelJSONBody } from 'discord-api-types/v10';
import { z } from 'zod';
import { changeUser } from '../../changes/members.ts';
import { channelJson } from '../../shapes/channel.ts';
import { openDirectChannel } from '../../world/direct.ts';
import type { World } from '../../world/types.ts';
import { type FormProblem, ok, refuse } from '../reply.ts';
import { type Route, route } from '../route.ts';
import { body } from '../validate/body.ts';
import { nameProblems } from '../validate/names.ts';
import type { DiscordSchemas } from '../validate/spec.ts';

const picture = z.string().nullish(); // a data URI
const Profile = z.object({
  username: z.string().min(2).max(32).optional(),
  avatar: picture,
  banner: picture,
});
type Profile = z.infer<typeof Profile>;

export function userRoutes(schema: DiscordSchemas): Route[] {
  return [
    route({
      method: 'GET',
      path: '/users/@me',
      handle: (_, { world }) => ok(ownJson(world)),
    }),
    route({
      method: 'PATCH',
      path: '/users/@me',
      body: body<Profile>(Profile, { optional: true, rules: profileProblems }),
      handle({ body: { username, avatar } }, live) {
        const { world } = live;
        const change = {
          ...(username === undefined ? {} : { username }),
          ...(avatar === undefined ? {} : { avatar: avatar === null ? null : hashOf(avatar) }),
        };
        if (Object.keys(change).length > 0) changeUser(live, world.bot, change);
        live.publish({ type: 'USER_UPDATE', guild: null, data: ownJson(world) });
        return ok(ownJson(world));
      },
    }),
    route({ method: 'GET', path: '/users/:user', handle: ({ found }) => ok(found.user) }),
    route({
      method: 'POST',
      path: '/users/@me/channels',
      body: body<RESTPostAPICurrentUserCreateDMChannelJSONBody>(schema('CreatePrivateChannelRequest')),
      handle({ body }, { world }) {
        const user = world.users.get(body.recipient_id ?? '');
        if (!user) return refuse('invalidRecipients');
        if (user.bot) return refuse('closedToMessages');
        return ok(channelJson(openDirectChannel(world, user.id)));
      },
    }),
  ];
}

function ownJson({ bot }: World): Record<string, unknown> {
  return { ...bot, verified: true, mfa_enabled: true, email: null, flags: 0 };
}

function profileProblems({ username, avatar, banner }: Profile): FormProblem[] {
  const pictures = Object.entries({ avatar, banner }).filter(
    ([, data]) => data && !/^data:image\/(png|jpeg|gif|webp);base64,/.test(data),
  );
  return [
    ...nameProblems('username', username),
    ...pictures.map(([field]) => ({ path: [field], code: 'IMAGE_INVALID', message: 'Invalid image data' })),
  ];
}

function hashOf(data: string): string {
  return createHash('md5').update(data).digest('hex');
}
