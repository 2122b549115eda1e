import { AuditLogEvent } from 'discord-api-types/v10';
import type { Live } from '../live.ts';
import { guildCreateJson } from '../shapes/guild.ts';
import { actOf } from '../world/act.ts';
import { bringIn } from '../world/bot-guilds.ts';
import { createMember, createRole } from '../world/create.ts';
import type { Guild } from '../world/types.ts';
import { logEntry } from './audit-log.ts';

/** Somebody who manages the guild adds the bot to it; with permissions, it comes with a role of its own. */
export function addBot(live: Live, guild: Guild, permissions: bigint, by: string): void {
  const { world } = live;
  const now = new Date(world.now()).toISOString();
  guild.joinedAt = now;
  bringIn(world, guild);
  const member = createMember(guild, world.bot, { joinedAt: now });
  if (permissions > 0n) member.roles.push(roleForBot(live, guild, permissions));
  guild.members.set(world.bot.id, member);
  live.happened({ is: 'guild', by, guild: guild.id, target: guild.id, more: { added: true } });
  live.publish({ type: 'GUILD_CREATE', guild, data: guildCreateJson(guild, [member], 50) });
  logEntry(live, guild, { type: AuditLogEvent.BotAdd, target: world.bot.id }, actOf(by));
}

/** Just above @everyone, as any new role. */
function roleForBot({ world }: Live, guild: Guild, permissions: bigint): string {
  for (const other of guild.roles.values()) if (other.id !== guild.id) other.position += 1;
  const { bot, application } = world;
  const id = world.snowflakes.next();
  const role = createRole({ id, name: application.name, permissions, position: 1, botId: bot.id });
  guild.roles.set(id, role);
  return id;
}
