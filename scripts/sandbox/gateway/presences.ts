import type { Guild, Member } from '../world/types.ts';

/** Of the members whose presence is known; as Discord sends it with guilds and chunks, users by id alone. */
export function presencesOf(guild: Guild, members: Member[]): Record<string, unknown>[] {
  if (guild.presences.size === 0) return [];
  return members.flatMap(({ user }) => {
    const status = guild.presences.get(user.id);
    if (status === undefined || status === 'offline') return [];
    return [{ user: { id: user.id }, status, activities: [], client_status: { desktop: status } }];
  });
}
