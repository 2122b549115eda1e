import type { ChannelSighting, RoleSighting } from '../../shared/core/events.ts';
import { type SeenPart, saveSeenChannels, saveSeenRoles } from '../../shared/sync/parts.ts';
import type { Context } from '../context.ts';
import type { Batch } from '../runtime/handler.ts';

type Db = Pick<Context, 'db'>;

/** Roles that were made or changed. */
export async function saveRole(
  { db }: Db,
  { events }: Batch<'GUILD_ROLE_CREATE'> | Batch<'GUILD_ROLE_UPDATE'>,
) {
  const seen = events.map(
    ({ d, at }): SeenPart<RoleSighting> => ({ is: 'here', guild: d.guild, at, part: d.role }),
  );
  await saveSeenRoles(db, seen);
}

export async function dropRole({ db }: Db, { events }: Batch<'GUILD_ROLE_DELETE'>): Promise<void> {
  await saveSeenRoles(
    db,
    events.map(({ d, at }) => ({ is: 'gone', guild: d.guild, at, id: d.role })),
  );
}

/** Channels that were made or changed. */
export async function saveChannel({ db }: Db, { events }: Batch<'CHANNEL_CREATE'> | Batch<'CHANNEL_UPDATE'>) {
  const seen = events.map(
    ({ d, at }): SeenPart<ChannelSighting> => ({ is: 'here', guild: d.guild, at, part: d.channel }),
  );
  await saveSeenChannels(db, seen);
}

export async function dropChannel({ db }: Db, { events }: Batch<'CHANNEL_DELETE'>): Promise<void> {
  await saveSeenChannels(
    db,
    events.map(({ d, at }) => ({ is: 'gone', guild: d.guild, at, id: d.channel })),
  );
}
