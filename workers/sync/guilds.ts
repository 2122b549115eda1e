import { deactivateGuilds, saveGuilds } from '../../shared/sync/store.ts';
import type { Context } from '../context.ts';
import type { Batch } from '../runtime/handler.ts';

/** Guilds as Discord shows them, with their roles and channels. Rows take only what is newer, so order and repetition do not matter. */
export async function saveSeenGuilds(
  { db }: Pick<Context, 'db'>,
  { events }: Batch<'GUILD_CREATE'> | Batch<'GUILD_UPDATE'>,
): Promise<void> {
  await saveGuilds(
    { db },
    events.map(({ d, at }) => ({ ...d, at })),
  );
}

/** The bot was removed. An outage (`unavailable`) is not a removal. */
export async function leaveGuilds(
  { db }: Pick<Context, 'db'>,
  { events }: Batch<'GUILD_DELETE'>,
): Promise<void> {
  const left = events.filter(({ d }) => !d.unavailable).map(({ d, at }) => ({ guild: d.guild, at }));
  if (left.length > 0) await deactivateGuilds({ db }, left);
}
