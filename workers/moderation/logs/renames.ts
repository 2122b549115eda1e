import { literally } from '../../../shared/core/plain-text.ts';
import { log } from '../../../shared/effects/moderation.ts';
import {
  colors,
  type LogEntry,
  lines,
  mention,
  placeOf,
  timed,
} from '../../../shared/moderation/logs/entry.ts';
import type { Renamed } from '../../../shared/sync/renames.ts';
import { queueApart } from '../../maintenance/queue-apart.ts';
import { isTellable, type LogDeps } from './entries.ts';

/** Members whose user name or display name changed, in each guild that wants to know. Nicknames are told by who changed them. */
export async function logRenames(
  context: LogDeps,
  renamed: readonly Renamed[],
  { attempt }: { attempt: number },
): Promise<void> {
  const policies = await context.settings.moderation.get(renamed.map(({ guild }) => guild));
  const entries = renamed.flatMap((member): LogEntry[] => {
    const { guild, user, at, former } = member;
    const place = placeOf(policies, guild, 'memberLog');
    if (!place || !former || !isTellable(context, { at, attempt })) return [];
    const embed = {
      title: 'Name changed',
      color: colors.plain,
      description: lines(
        `Member: ${mention(user)}`,
        `Before: ${showNames(former[0], former[1])}`,
        `Now: ${showNames(member.username, member.globalName)}`,
      ),
    };
    return [{ ...place, nonce: `name-${guild}-${user}-${at}`, embeds: [timed(embed, at)] }];
  });
  await queueApart(context, entries.map(log));
}

function showNames(username: string | null | undefined, globalName: string | null | undefined): string {
  return literally([globalName, username && `@${username}`].filter(Boolean).join(' ')) || 'unknown';
}
