import type { UsedCommand } from '../../shared/analytics/usages-of-user.ts';
import type { Tag } from './firing-words.ts';
import { msInWords } from './stat-words.ts';

const outcomes: Record<UsedCommand['outcome'], Tag> = {
  answered: { text: 'Answered', tone: 'good' },
  refused: { text: 'Refused', tone: 'plain' },
  failed: { text: 'Failed', tone: 'bad' },
  away: { text: 'Not answered in time', tone: 'warn' },
  dropped: { text: 'Not taken by Discord', tone: 'warn' },
};

/** A use of a command as tables show it. */
export function viewUsage({ at, command, guild, guildName, ms, outcome }: UsedCommand) {
  return {
    at,
    command,
    guild: guild && { name: guildName || guild, href: `/admin/guilds/${guild}` },
    took: msInWords(ms),
    tag: outcomes[outcome],
  };
}
