import type { APIInteraction } from 'discord-api-types/v10';
import type { CommandRecord } from '../../shared/analytics/records.ts';
import { timeOf } from '../../shared/core/snowflake.ts';
import type { Context } from '../context.ts';
import type { Fate } from './tell.ts';

/**
 * Records a use of a command, at its end. Tries that end side by side record the same row, by the interaction's id and
 * time. `seen`: when a shard received it, in milliseconds since 1970.
 */
export function recordUsage(
  { recorder, clock }: Pick<Context, 'recorder' | 'clock'>,
  { id, guild_id: guild, member, user = member?.user }: APIInteraction,
  { command, fate, seen }: { command: string; fate: Fate; seen: number },
): void {
  if (!user) return; // Discord names who asks in each of them
  const ms = Math.max(0, clock() - seen);
  recorder.command({
    id,
    at: timeOf(id),
    command,
    user: user.id,
    guild: guild ?? null,
    ms,
    outcome: outcomes[fate],
  });
}

const outcomes: Record<Fate, CommandRecord['outcome']> = {
  shown: 'answered',
  updated: 'answered',
  asked: 'answered',
  refused: 'refused',
  failed: 'failed',
  away: 'away',
  expired: 'away',
  dropped: 'dropped',
  late: 'dropped',
  gone: 'dropped',
};
