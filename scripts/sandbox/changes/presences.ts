import type { APIUser } from 'discord-api-types/v10';
import type { Live } from '../live.ts';
import type { Guild, Member } from '../world/types.ts';

export const statuses = ['online', 'idle', 'dnd', 'offline'] as const;
export type Status = (typeof statuses)[number];

export function changePresence(live: Live, guild: Guild, { user }: Member, status: Status): void {
  guild.presences.set(user.id, status);
  announcePresence(live, guild, user);
}

/** Nothing where the presence is not known. The whole user comes along only when the profile changed. */
export function announcePresence(live: Live, guild: Guild, user: APIUser, profile = false): void {
  const status = guild.presences.get(user.id);
  if (status === undefined) return;
  const data = {
    user: profile ? user : { id: user.id },
    guild_id: guild.id,
    status,
    activities: [],
    client_status: status === 'offline' ? {} : { desktop: status },
  };
  live.publish({ type: 'PRESENCE_UPDATE', guild, data });
}
