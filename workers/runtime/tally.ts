import type { AnyEnvelope } from '../../shared/core/events.ts';
import type { Snowflake } from '../../shared/core/snowflake.ts';
import type { Context } from '../context.ts';

interface Sum {
  at: number;
  events: number;
  messages: number;
}

/** Counts a batch that was handled, by guild: for a message it costs an addition. */
export function tally({ tallies }: Pick<Context, 'tallies'>, events: readonly AnyEnvelope[]): void {
  const sums = new Map<Snowflake | null, Sum>();
  for (const { t, at, d } of events) {
    const guild = 'guild' in d && typeof d.guild === 'string' ? d.guild : null;
    const sum = sums.get(guild) ?? { at, events: 0, messages: 0 };
    sums.set(guild, sum);
    sum.events++;
    if (t === 'MESSAGE_CREATE') sum.messages++;
  }
  for (const [guild, { at, events: all, messages }] of sums) {
    tallies.add('events', guild, at, all);
    if (messages > 0) tallies.add('messages', guild, at, messages);
  }
}
