import { removeGuild } from '../../changes/guilds.ts';
import { partialGuildJson } from '../../shapes/guild.ts';
import { botMember } from '../../world/lookups.ts';
import { isReply, noContent, ok, refuse } from '../reply.ts';
import { type Route, route } from '../route.ts';
import { idsOn, pageIn } from '../validate/page.ts';

const most = 200;

/** The guilds that the bot is in. */
export function ownGuildRoutes(): Route[] {
  return [
    route({
      method: 'GET',
      path: '/users/@me/guilds',
      handle({ query }, { world }) {
        const page = pageIn(query, { most, usual: most });
        if (isReply(page)) return page;
        const counted = query.get('with_counts') === 'true';
        const guilds = idsOn(world.guilds, page).flatMap((id) => world.guilds.peek(id) ?? []);
        return ok(
          guilds.map((guild) => partialGuildJson(guild, botMember(world, guild), world.now(), counted)),
        );
      },
    }),
    route({
      method: 'DELETE',
      path: '/users/@me/guilds/:guild',
      handle({ found: { guild } }, live) {
        if (guild.ownerId === live.world.bot.id) return refuse('invalidGuild');
        removeGuild(live, guild);
        return noContent;
      },
    }),
  ];
}
