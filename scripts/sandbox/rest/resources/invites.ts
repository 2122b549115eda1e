import { PermissionFlagsBits as P, type RESTPostAPIChannelInviteJSONBody } from 'discord-api-types/v10';
import { addInvite, removeInvite } from '../../changes/invites.ts';
import { may } from '../../rights.ts';
import { inviteJson, inviteWithMetadataJson } from '../../shapes/invite.ts';
import { actOfBot } from '../../world/act.ts';
import { inviteIn, invitesOf } from '../../world/invites.ts';
import { botMember, guildOf } from '../../world/lookups.ts';
import { ok, refuse } from '../reply.ts';
import { type Route, route } from '../route.ts';
import { body } from '../validate/body.ts';
import type { DiscordSchemas } from '../validate/spec.ts';

const most = 1_000; // invites of a guild

export function inviteRoutes(schema: DiscordSchemas): Route[] {
  return [
    route({
      method: 'GET',
      path: '/invites/:code',
      handle({ part, query }, { world }) {
        const invite = inviteIn(world, part('code'));
        if (!invite) return refuse('unknownInvite');
        return ok(inviteJson(world, invite, query.get('with_counts') === 'true'));
      },
    }),
    route({
      method: 'DELETE',
      path: '/invites/:code',
      handle({ part, reason }, live) {
        const { world } = live;
        const invite = inviteIn(world, part('code'));
        const guild = invite && world.guilds.get(invite.guildId);
        if (!invite) return refuse('unknownInvite');
        if (!guild) return refuse('missingPermissions');
        const bot = botMember(world, guild);
        const channel = guild.channels.get(invite.channelId);
        const allowed =
          may(world, guild, bot, P.ManageGuild) || may(world, guild, bot, P.ManageChannels, channel);
        if (!allowed) return refuse('missingPermissions');
        removeInvite(live, guild, invite, actOfBot(world, reason));
        return ok(inviteJson(world, invite));
      },
    }),
    route({
      method: 'GET',
      path: '/guilds/:guild/invites',
      handle({ found: { guild } }, { world }) {
        const bot = botMember(world, guild);
        const allowed = may(world, guild, bot, P.ManageGuild) || may(world, guild, bot, P.ViewAuditLog);
        if (!allowed) return refuse('missingPermissions');
        return ok(invitesOf(world, guild).map((invite) => inviteWithMetadataJson(world, invite)));
      },
    }),
    route({
      method: 'GET',
      path: '/channels/:channel/invites',
      needs: P.ManageChannels,
      handle({ found: { channel } }, { world }) {
        const guild = guildOf(world, channel);
        if (!guild) return refuse('directChannel');
        const here = invitesOf(world, guild).filter(({ channelId }) => channelId === channel.id);
        return ok(here.map((invite) => inviteWithMetadataJson(world, invite)));
      },
    }),
    route({
      method: 'POST',
      path: '/channels/:channel/invites',
      needs: P.CreateInstantInvite,
      body: body<RESTPostAPIChannelInviteJSONBody>(schema('CreateGuildInviteRequest'), { optional: true }),
      handle({ found: { channel }, body, reason }, live) {
        const guild = guildOf(live.world, channel);
        if (!guild || channel.thread) return refuse('wrongChannelType');
        if (invitesOf(live.world, guild).length >= most) return refuse('tooManyInvites');
        const wanted = {
          ...(body.max_age == null ? {} : { maxAge: body.max_age }),
          ...(body.max_uses == null ? {} : { maxUses: body.max_uses }),
        };
        const invite = addInvite(live, guild, channel, wanted, actOfBot(live.world, reason));
        return ok(inviteWithMetadataJson(live.world, invite));
      },
    }),
  ];
}
