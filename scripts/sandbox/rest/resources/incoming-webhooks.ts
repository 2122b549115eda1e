import { PermissionFlagsBits as P, ChannelType as Type } from 'discord-api-types/v10';
import { z } from 'zod';
import { addWebhook, changeWebhook, removeWebhook } from '../../changes/webhooks.ts';
import type { Live } from '../../live.ts';
import { bitsIn } from '../../rights.ts';
import { webhookJson } from '../../shapes/webhook.ts';
import { actOf, actOfBot } from '../../world/act.ts';
import { guildOf } from '../../world/lookups.ts';
import type { Guild, Webhook, World } from '../../world/types.ts';
import { noContent, ok, type Reply, refuse } from '../reply.ts';
import { type Incoming, type Route, route, type WebhookOwner } from '../route.ts';
import { body } from '../validate/body.ts';
import { reservedNameProblems } from '../validate/reserved-names.ts';
import { Snowflake } from '../validate/spec.ts';

const mostInChannel = 15;
const hasWebhooks = new Set([
  Type.GuildText,
  Type.GuildAnnouncement,
  Type.GuildVoice,
  Type.GuildStageVoice,
  Type.GuildForum,
  Type.GuildMedia,
]);

const name = z.string().min(1).max(80);
const Creation = z.object({ name, avatar: z.string().nullish() });
const Change = z.object({
  name: name.optional(),
  avatar: z.string().nullish(),
  channel_id: Snowflake.optional(),
});
const rules = (sent: { name?: string }) => reservedNameProblems('name', sent.name);
const change = body<z.infer<typeof Change>>(Change, { optional: true, rules });

/** Making and ending them; what is said through them is in `webhooks.ts`. */
export function incomingWebhookRoutes(): Route[] {
  return [
    route({
      method: 'POST',
      path: '/channels/:channel/webhooks',
      needs: P.ManageWebhooks,
      body: body<z.infer<typeof Creation>>(Creation, { rules }),
      handle({ found: { channel }, body, reason }, live) {
        const guild = guildOf(live.world, channel);
        if (!guild) return refuse('directChannel');
        if (!hasWebhooks.has(channel.type)) return refuse('wrongChannelType');
        if (inChannel(live.world, channel.id).length >= mostInChannel) return refuse('tooManyWebhooks');
        const act = actOfBot(live.world, reason);
        return ok(webhookJson(live.world, addWebhook(live, guild, channel, body.name, act)));
      },
    }),
    route({
      method: 'GET',
      path: '/channels/:channel/webhooks',
      needs: P.ManageWebhooks,
      handle: ({ found }, { world }) =>
        ok(inChannel(world, found.channel.id).map((webhook) => webhookJson(world, webhook))),
    }),
    route({
      method: 'GET',
      path: '/guilds/:guild/webhooks',
      needs: P.ManageWebhooks,
      handle: ({ found: { guild } }, { world }) =>
        ok(inGuild(world, guild).map((webhook) => webhookJson(world, webhook))),
    }),
    route({
      method: 'GET',
      path: '/webhooks/:webhook',
      handle: ({ found }, { world }) =>
        withWebhook(world, found.webhook, ({ webhook }) => ok(webhookJson(world, webhook))),
    }),
    route({
      method: 'PATCH',
      path: '/webhooks/:webhook',
      body: change,
      handle: ({ found, body, reason }, live) =>
        withWebhook(live.world, found.webhook, ({ webhook }, guild) => {
          const target = body.channel_id === undefined ? undefined : guild.channels.get(body.channel_id);
          if (body.channel_id !== undefined && !target) return refuse('unknownChannel');
          const wanted = {
            ...(body.name === undefined ? {} : { name: body.name }),
            ...(target ? { channelId: target.id } : {}),
          };
          changeWebhook(live, guild, webhook, wanted, actOfBot(live.world, reason));
          return ok(webhookJson(live.world, webhook));
        }),
    }),
    route({
      method: 'DELETE',
      path: '/webhooks/:webhook',
      handle: ({ found, reason }, live) =>
        withWebhook(live.world, found.webhook, ({ webhook }, guild) => {
          removeWebhook(live, guild, webhook, actOfBot(live.world, reason));
          return noContent;
        }),
    }),
    route({
      method: 'GET',
      path: '/webhooks/:webhook/:answered',
      open: true,
      handle: ({ found: { answered } }, { world }) =>
        answered.is === 'incoming'
          ? ok(webhookJson(world, answered.webhook, true))
          : refuse('unknownWebhook'),
    }),
    route({
      method: 'DELETE',
      path: '/webhooks/:webhook/:answered',
      open: true,
      handle({ found: { answered } }, live) {
        if (answered.is !== 'incoming') return refuse('unknownWebhook');
        return removeWithToken(live, answered);
      },
    }),
  ];
}

/** Needs Manage Webhooks where it is somebody else's. */
function withWebhook(
  world: World,
  owner: WebhookOwner,
  act: (incoming: Incoming, guild: Guild) => Reply,
): Reply {
  const guild = owner.is === 'incoming' ? guildOf(world, owner.channel) : null;
  if (owner.is !== 'incoming' || !guild) return refuse('unknownWebhook');
  const isOwn = owner.webhook.createdBy === world.bot.id;
  if (!isOwn && !(bitsIn(world, owner.channel, world.bot.id) & P.ManageWebhooks))
    return refuse('missingPermissions');
  return act(owner, guild);
}

/** Whoever has the token may; the audit log names its maker. */
function removeWithToken(live: Live, { webhook, channel }: Incoming): Reply {
  const guild = guildOf(live.world, channel);
  if (!guild) return refuse('unknownWebhook');
  removeWebhook(live, guild, webhook, actOf(webhook.createdBy));
  return noContent;
}

function inChannel(world: World, channelId: string): Webhook[] {
  return [...world.webhooks.values()].filter((webhook) => webhook.channelId === channelId);
}

function inGuild(world: World, guild: Guild): Webhook[] {
  return [...world.webhooks.values()].filter(({ channelId }) => guild.channels.has(channelId));
}
