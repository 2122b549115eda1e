import type { Ground } from './ground.ts';

/** Empty tables, in which nothing is left to clean up. */
export async function emptyTables({ db, redis }: Ground): Promise<void> {
  await redis.flushall();
  await db.raw('TRUNCATE sync_runs, sync_chunks, guild_members, discord_users, guilds, bot_statuses CASCADE');
  await db.raw('CHECKPOINT');
}

/** The guild as if it had been loaded before: the load that is measured is the one that is asked for. */
export async function seedKnown({ db }: Ground, guild: string, members: number): Promise<void> {
  await db('guilds').insert({
    id: guild,
    member_count: members,
    members_loaded_at: new Date(0),
    seen_at: new Date(0),
  });
}
