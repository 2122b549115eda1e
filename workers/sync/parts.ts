import { PermissionFlagsBits as P } from 'discord-api-types/v10';
import { tellProcesses } from '../../shared/core/announcement.ts';
import type { ChannelSighting, Overwrite, RoleSighting } from '../../shared/core/events.ts';
import type { Snowflake } from '../../shared/core/snowflake.ts';
import { type SeenPart, saveSeenChannels, saveSeenRoles } from '../../shared/sync/parts.ts';
import type { Context } from '../context.ts';
import type { Batch } from '../runtime/handler.ts';

type Db = Pick<Context, 'db'>;
type Deps = Pick<Context, 'db' | 'redis' | 'log'>;

/** Roles that were made or changed; who has Manage Messages by them may be another now. */
export async function saveRole(
  { db, ...deps }: Deps,
  { events }: Batch<'GUILD_ROLE_CREATE'> | Batch<'GUILD_ROLE_UPDATE'>,
) {
  const seen = events.map(
    ({ d, at }): SeenPart<RoleSighting> => ({ is: 'here', guild: d.guild, at, part: d.role }),
  );
  await saveSeenRoles(db, seen);
  await forgetModerators(
    deps,
    events.map(({ d }) => d.guild),
  );
}

export async function dropRole({ db }: Db, { events }: Batch<'GUILD_ROLE_DELETE'>): Promise<void> {
  await saveSeenRoles(
    db,
    events.map(({ d, at }) => ({ is: 'gone', guild: d.guild, at, id: d.role })),
  );
}

/** Channels that were made or changed. */
export async function saveChannel(
  { db, ...deps }: Deps,
  { events }: Batch<'CHANNEL_CREATE'> | Batch<'CHANNEL_UPDATE'>,
) {
  const seen = events.map(
    ({ d, at }): SeenPart<ChannelSighting> => ({ is: 'here', guild: d.guild, at, part: d.channel }),
  );
  await saveSeenChannels(db, seen);
  const moderated = events.filter(({ d }) => d.channel.overwrites.some(isAboutMessages));
  await forgetModerators(
    deps,
    moderated.map(({ d }) => d.guild),
  );
}

export async function dropChannel({ db }: Db, { events }: Batch<'CHANNEL_DELETE'>): Promise<void> {
  await saveSeenChannels(
    db,
    events.map(({ d, at }) => ({ is: 'gone', guild: d.guild, at, id: d.channel })),
  );
}

function isAboutMessages({ allow, deny }: Overwrite): boolean {
  return ((BigInt(allow) | BigInt(deny)) & P.ManageMessages) !== 0n;
}

/** Workers keep who moderates a guild with its settings. */
async function forgetModerators(
  deps: Pick<Deps, 'redis' | 'log'>,
  guilds: readonly Snowflake[],
): Promise<void> {
  for (const guild of new Set(guilds)) await tellProcesses(deps, 'moderation', guild);
}
