import { readRenames } from '../../shared/sync/renames.ts';
import { moderateRenames } from '../automod/members.ts';
import type { Context } from '../context.ts';
import { logRenames } from '../moderation/logs/renames.ts';
import type { Batch } from '../runtime/handler.ts';

/**
 * Members who are called otherwise now, in whichever guilds: of a user's new name only one event is passed on. Their rows
 * must be saved: those tell whose names changed.
 */
export async function followRenames(
  context: Context,
  { events, attempt }: Batch<'GUILD_MEMBER_UPDATE'> | Batch<'PRESENCE_UPDATE'>,
): Promise<void> {
  const users = events.flatMap(({ d, at }) => {
    const user = 'member' in d ? d.member.user : d.user;
    return user.bot ? [] : [{ user: user.id, at }];
  });
  const renamed = await readRenames(context, users);
  if (renamed.length === 0) return;
  await moderateRenames(context, renamed, { attempt });
  await logRenames(context, renamed, { attempt });
}
