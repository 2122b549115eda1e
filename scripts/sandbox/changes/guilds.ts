import { AuditLogEvent } from 'discord-api-types/v10';
import type { Live } from '../live.ts';
import { seedGuild } from '../seed/guild.ts';
import type { GuildSeed } from '../seed/types.ts';
import { defaultSettings, guildCreateJson, guildJson } from '../shapes/guild.ts';
import { type Act, actOf } from '../world/act.ts';
import { takeBotOut } from '../world/bot-guilds.ts';
import { botMember } from '../world/lookups.ts';
import type { Guild } from '../world/types.ts';
import { changesBetween, logEntry } from './audit-log.ts';

/** The bot is invited to a new guild, unless it is one without the bot. */
export function addGuild(live: Live, seed: GuildSeed): Guild {
  const guild = seedGuild(live.world, seed);
  if (seed.withoutBot) return guild;
  live.happened({ is: 'guild', by: guild.ownerId, guild: guild.id, target: guild.id, more: { added: true } });
  const data = guildCreateJson(guild, [botMember(live.world, guild)], 50);
  live.publish({ type: 'GUILD_CREATE', guild, data });
  return guild;
}

/** The bot is removed from the guild: GUILD_DELETE without `unavailable`. */
export function removeGuild(live: Live, guild: Guild): void {
  takeBotOut(live.world, guild);
  live.happened({
    is: 'guild',
    by: guild.ownerId,
    guild: guild.id,
    target: guild.id,
    more: { added: false },
  });
  live.publish({ type: 'GUILD_DELETE', guild, data: { id: guild.id } });
}

export type GuildChange = Partial<
  Pick<Guild, 'name' | 'ownerId' | 'locale' | 'systemChannelId' | 'incidents' | 'settings'>
>;

export function changeGuild(
  live: Live,
  guild: Guild,
  change: GuildChange,
  act: Act = actOf(guild.ownerId),
): void {
  const names = {
    name: 'name',
    ownerId: 'owner_id',
    locale: 'preferred_locale',
    systemChannelId: 'system_channel_id',
  } as const;
  const { settings = {} } = change;
  const before = { ...defaultSettings, ...guild.settings };
  const settingNames = Object.fromEntries(Object.keys(settings).map((key) => [key, key]));
  const changes = [
    ...changesBetween(guild, change, names),
    ...changesBetween(before, settings, settingNames),
  ];
  Object.assign(guild, change, { settings: { ...guild.settings, ...settings } });
  live.happened({ is: 'guild', by: act.by, guild: guild.id, target: guild.id, more: { ...change } });
  if (changes.length > 0)
    logEntry(live, guild, { type: AuditLogEvent.GuildUpdate, target: guild.id, changes }, act);
  live.publish({ type: 'GUILD_UPDATE', guild, data: guildJson(guild) });
}

/** An outage begins, or is over. The bot stays a member all along. */
export function changeAvailability(live: Live, guild: Guild, available: boolean): void {
  if (guild.unavailable !== available) return;
  guild.unavailable = !available;
  const data = available
    ? guildCreateJson(guild, [botMember(live.world, guild)], 50)
    : { id: guild.id, unavailable: true };
  live.publish({ type: available ? 'GUILD_CREATE' : 'GUILD_DELETE', guild, data });
}
