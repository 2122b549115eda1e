import { type APIOverwrite, ChannelType, PermissionFlagsBits as P } from 'discord-api-types/v10';
import { addChannel } from '../../changes/channels.ts';
import { mostChannels } from '../../limits.ts';
import { maySetOverwrites } from '../../rights.ts';
import { channelJson } from '../../shapes/channel.ts';
import { actOfBot } from '../../world/act.ts';
import { botMember } from '../../world/lookups.ts';
import type { Guild } from '../../world/types.ts';
import { type FormProblem, invalidForm, ok, refuse } from '../reply.ts';
import { type Route, route } from '../route.ts';
import { body } from '../validate/body.ts';
import { overwriteOf, type SentOverwrite } from '../validate/overwrites.ts';
import type { DiscordSchemas } from '../validate/spec.ts';

const mostInCategory = 50;

/** What the sandbox reads of a body in the shape of Discord's schema. */
interface NewChannel {
  name: string;
  type?: ChannelType | null;
  topic?: string | null;
  nsfw?: boolean | null;
  rate_limit_per_user?: number | null;
  parent_id?: string | null;
  permission_overwrites?: SentOverwrite[] | null;
}

export function guildChannelRoutes(schema: DiscordSchemas): Route[] {
  return [
    route({
      method: 'GET',
      path: '/guilds/:guild/channels',
      handle: ({ found }) => ok([...found.guild.channels.values()].map(channelJson)),
    }),
    route({
      method: 'POST',
      path: '/guilds/:guild/channels',
      needs: P.ManageChannels,
      body: body<NewChannel>(schema('CreateGuildChannelRequest')),
      handle({ found: { guild }, body, reason }, live) {
        if (guild.channels.size >= mostChannels) return refuse('tooManyChannels');
        const problems = parentProblems(guild, body.parent_id);
        if (problems.length > 0) return invalidForm(problems);
        const overwrites: APIOverwrite[] = (body.permission_overwrites ?? []).map(overwriteOf);
        const bot = botMember(live.world, guild);
        if (!maySetOverwrites(live.world, guild, bot, null, overwrites)) return refuse('missingPermissions');
        const type = body.type ?? ChannelType.GuildText;
        const channel = addChannel(
          live,
          guild,
          {
            name: nameOf(type, body.name),
            type,
            parentId: body.parent_id ?? null,
            topic: body.topic ?? null,
            nsfw: body.nsfw ?? false,
            slowmode: body.rate_limit_per_user ?? 0,
            overwrites,
          },
          actOfBot(live.world, reason),
        );
        return { ...ok(channelJson(channel)), status: 201 };
      },
    }),
  ];
}

/** A channel's parent is a category of the guild with room in it. */
export function parentProblems(guild: Guild, id: string | null | undefined): FormProblem[] {
  if (id == null) return [];
  const problem = (code: string, message: string) => [{ path: ['parent_id'], code, message }];
  const parent = guild.channels.get(id);
  if (!parent) return problem('CHANNEL_PARENT_INVALID', 'Category does not exist');
  if (parent.type !== ChannelType.GuildCategory)
    return problem('CHANNEL_PARENT_INVALID_TYPE', 'Not a category');
  const inside = [...guild.channels.values()].filter(({ parentId }) => parentId === id).length;
  return inside < mostInCategory
    ? []
    : problem('CHANNEL_PARENT_MAX_CHANNELS', 'Maximum number of channels in category reached (50)');
}

/** Text channels are named in lower case and without spaces. */
export function nameOf(type: ChannelType, name: string): string {
  const plain = type === ChannelType.GuildText || type === ChannelType.GuildAnnouncement;
  return plain ? name.trim().toLowerCase().replace(/\s+/g, '-') : name;
}
