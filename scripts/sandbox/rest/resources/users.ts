import type { RESTPostAPICurrentUserCreateDMChannelJSONBody } from 'discord-api-types/v10';
import { z } from 'zod';
import { changeUser } from '../../changes/members.ts';
import { channelJson } from '../../shapes/channel.ts';
import { ownUserJson } from '../../shapes/user.ts';
import { openDirectChannel } from '../../world/direct.ts';
import { pictureHash } from '../pictures.ts';
import { type FormProblem, ok, refuse } from '../reply.ts';
import { type Route, route } from '../route.ts';
import { body } from '../validate/body.ts';
import { reservedNameProblems } from '../validate/reserved-names.ts';
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
      handle: (_, { world }) => ok(ownUserJson(world)),
    }),
    route({
      method: 'PATCH',
      path: '/users/@me',
      body: body<Profile>(Profile, { optional: true, rules: profileProblems }),
      handle({ body: { username, avatar } }, live) {
        const { world } = live;
        const change = {
          ...(username === undefined ? {} : { username }),
          ...(avatar === undefined ? {} : { avatar: avatar === null ? null : pictureHash(avatar) }),
        };
        if (Object.keys(change).length > 0) changeUser(live, world.bot, change);
        live.publish({ type: 'USER_UPDATE', guild: null, data: ownUserJson(world) });
        return ok(ownUserJson(world));
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

function profileProblems({ username, avatar, banner }: Profile): FormProblem[] {
  const pictures = Object.entries({ avatar, banner }).filter(
    ([, data]) => data && !/^data:image\/(png|jpeg|gif|webp);base64,/.test(data),
  );
  return [
    ...reservedNameProblems('username', username),
    ...pictures.map(([field]) => ({ path: [field], code: 'IMAGE_INVALID', message: 'Invalid image data' })),
  ];
}
