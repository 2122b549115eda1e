import { PermissionFlagsBits as P } from 'discord-api-types/v10';
import { z } from 'zod';
import { changeMember, kickMember } from '../../changes/members.ts';
import { outranks } from '../../permissions.ts';
import { memberWithUserJson } from '../../shapes/user.ts';
import { actOfBot } from '../../world/act.ts';
import { botMember } from '../../world/lookups.ts';
import { noContent, ok, refuse } from '../reply.ts';
import { type Route, route } from '../route.ts';
import { body } from '../validate/body.ts';
import { MemberChange, modifyMember } from './member-changes.ts';

const OwnChange = z.object({ nick: z.string().max(32).nullish() });

export function memberRoutes(): Route[] {
  return [
    route({
      method: 'GET',
      path: '/guilds/:guild/members/:member',
      handle: ({ found }) => ok(memberWithUserJson(found.member)),
    }),
    route({
      method: 'PATCH',
      path: '/guilds/:guild/members/@me',
      needs: P.ChangeNickname,
      body: body<z.infer<typeof OwnChange>>(OwnChange),
      handle({ found: { guild }, body, reason }, live) {
        const bot = botMember(live.world, guild);
        const change = { nick: body.nick || null };
        return ok(memberWithUserJson(changeMember(live, guild, bot, change, actOfBot(live.world, reason))));
      },
    }),
    route({
      method: 'PATCH',
      path: '/guilds/:guild/members/:member',
      body: body<MemberChange>(MemberChange),
      handle: ({ found, body, reason }, live) => modifyMember(live, found.guild, found.member, body, reason),
    }),
    route({
      method: 'DELETE',
      path: '/guilds/:guild/members/:member',
      needs: P.KickMembers,
      handle({ found: { guild, member }, reason }, live) {
        if (!outranks(guild, botMember(live.world, guild), member)) return refuse('missingPermissions');
        kickMember(live, guild, member.user, actOfBot(live.world, reason));
        return noContent;
      },
    }),
  ];
}
