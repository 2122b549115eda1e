import { PermissionFlagsBits as P } from 'discord-api-types/v10';
import { z } from 'zod';
import { addMember, changeMember } from '../changes/members.ts';
import type { Live } from '../live.ts';
import { noContent, type Reply, refuse } from '../rest/reply.ts';
import { type Route, route } from '../rest/route.ts';
import { body } from '../rest/validate/body.ts';
import { Snowflake } from '../rest/validate/spec.ts';
import { may, mayGive } from '../rights.ts';
import { memberWithUserJson } from '../shapes/user.ts';
import { actOfBot } from '../world/act.ts';
import { botMember } from '../world/lookups.ts';
import type { Guild } from '../world/types.ts';
import type { Grants } from './grants.ts';

const Joining = z.object({
  access_token: z.string(),
  nick: z.string().max(32).nullish(),
  roles: z.array(Snowflake).max(350).nullish(),
  mute: z.boolean().nullish(),
  deaf: z.boolean().nullish(),
});
type Joining = z.infer<typeof Joining>;

/** Joins a user to a guild with their access token (Discord's documentation, "Add Guild Member"). */
export function joinRoutes(grants: Grants): Route[] {
  return [
    route({
      method: 'PUT',
      path: '/guilds/:guild/members/:user',
      needs: P.CreateInstantInvite,
      body: body<Joining>(Joining),
      handle({ found: { guild, user }, body, reason }, live) {
        const token = grants.tokenOf(body.access_token);
        if (token?.userId !== user.id) return refuse('invalidAccessToken');
        if (!token.scopes.includes('guilds.join')) return refuse('missingScope');
        if (guild.members.has(user.id)) return noContent;
        const refusal = refuseJoining(live, guild, user.id, body);
        if (refusal) return refusal;
        const member = addMember(live, guild, user);
        const { nick, roles } = body;
        const change = { ...(nick ? { nick } : {}), ...(roles?.length ? { roles } : {}) };
        if (Object.keys(change).length > 0)
          changeMember(live, guild, member, change, actOfBot(live.world, reason));
        return { status: 201, body: memberWithUserJson(member) };
      },
    }),
  ];
}

function refuseJoining(
  { world }: Live,
  guild: Guild,
  userId: string,
  { nick, roles }: Joining,
): Reply | null {
  if (guild.bans.has(userId)) return refuse('bannedFromGuild');
  const bot = botMember(world, guild);
  if (nick && !may(world, guild, bot, P.ManageNicknames)) return refuse('missingPermissions');
  if (roles?.some((id) => !guild.roles.has(id))) return refuse('unknownRole');
  const mayGiveAll = roles?.every((id) => mayGive(world, guild, bot, guild.roles.get(id))) ?? true;
  return mayGiveAll ? null : refuse('missingPermissions');
}
