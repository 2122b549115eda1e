import { PermissionFlagsBits as P, type RESTPatchAPIGuildJSONBody } from 'discord-api-types/v10';
import { changeGuild } from '../../changes/guilds.ts';
import { countsOf, guildJson } from '../../shapes/guild.ts';
import { actOfBot } from '../../world/act.ts';
import { isTextual } from '../../world/channel-kinds.ts';
import type { Guild } from '../../world/types.ts';
import { pictureHash } from '../pictures.ts';
import { type FormProblem, invalidForm, ok } from '../reply.ts';
import { type Route, route } from '../route.ts';
import { body } from '../validate/body.ts';
import type { DiscordSchemas } from '../validate/spec.ts';

export function guildRoutes(schema: DiscordSchemas): Route[] {
  return [
    route({
      method: 'GET',
      path: '/guilds/:guild',
      handle({ found: { guild }, query }) {
        return ok({ ...guildJson(guild), ...(query.get('with_counts') === 'true' ? countsOf(guild) : {}) });
      },
    }),
    route({
      method: 'PATCH',
      path: '/guilds/:guild',
      needs: P.ManageGuild,
      body: body<RESTPatchAPIGuildJSONBody>(schema('GuildPatchRequestPartial')),
      handle({ found: { guild }, body, reason }, live) {
        const problems = channelProblems(guild, body);
        if (problems.length > 0) return invalidForm(problems);
        const { name, preferred_locale, system_channel_id, ...settings } = body;
        const change = {
          ...(name === undefined ? {} : { name }),
          ...(preferred_locale === undefined ? {} : { locale: preferred_locale ?? 'en-US' }),
          ...(system_channel_id === undefined ? {} : { systemChannelId: system_channel_id ?? '' }),
          settings: { ...settings, ...picturesIn(settings) },
        };
        changeGuild(live, guild, change, actOfBot(live.world, reason));
        return ok(guildJson(guild));
      },
    }),
  ];
}

const pictures = ['icon', 'splash', 'banner', 'discovery_splash'] as const;

function picturesIn(settings: Pick<RESTPatchAPIGuildJSONBody, (typeof pictures)[number]>) {
  const sent = pictures.filter((name) => typeof settings[name] === 'string');
  return Object.fromEntries(sent.map((name) => [name, pictureHash(settings[name] ?? '')]));
}

const textChannels = ['system_channel_id', 'rules_channel_id', 'public_updates_channel_id'] as const;

function channelProblems(guild: Guild, body: RESTPatchAPIGuildJSONBody): FormProblem[] {
  return textChannels.flatMap((field) => {
    const channel = guild.channels.get(body[field] ?? '');
    if (body[field] == null || (channel && isTextual(channel))) return [];
    return [{ path: [field], code: 'GUILD_CHANNEL_INVALID', message: 'Not a text channel of this server' }];
  });
}
