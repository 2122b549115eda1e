import { z } from 'zod';
import { SECOND } from '../../core/clock.ts';
import { cut, literally } from '../../core/plain-text.ts';
import type { Knex } from '../../db/knex.ts';
import { ChannelDeed } from '../channel-deeds.ts';
import { readResult } from '../deed-results.ts';
import { tellDuration } from '../durations.ts';
import { colors, type LogEntry, lines, type Policies, placeOf, tellable, timed } from './entry.ts';

/**
 * Entries about what was done to channels, in the logs of cases, once it is settled; each time that it is. What was settled
 * long ago has been told.
 */
export async function logDeeds(
  { db }: { db: Knex },
  policies: Policies,
  ids: readonly string[],
): Promise<LogEntry[]> {
  if (ids.length === 0) return [];
  const { rows } = await db.raw<{ rows: unknown[] }>(reading, [[...ids]]);
  return z
    .array(LoggedDeed)
    .parse(rows)
    .flatMap((one): LogEntry[] => {
      const place = placeOf(policies, one.guild, 'caseLog');
      if (!place) return [];
      const embed = {
        title: (one.effect === 'done' ? done : asked)[one.deed.is],
        color: colors.plain,
        description: lines(
          `Channel: <#${one.channel}>`,
          `By: ${one.actorKind === 'member' && one.actor ? `<@${one.actor}>` : literally(cut(one.actorName, 100))}`,
          detailOf(one),
          one.reason !== '' && `Reason: ${literally(cut(one.reason, 700))}`,
          outcomeOf(one),
        ),
      };
      return [{ ...place, nonce: `deed-${one.id}-${one.settled.getTime()}`, embeds: [timed(embed, one.at)] }];
    });
}

const LoggedDeed = z.object({
  id: z.string(),
  guild: z.string(),
  channel: z.string(),
  deed: ChannelDeed,
  actorKind: z.string(),
  actor: z.string().nullable(),
  actorName: z.string(),
  reason: z.string(),
  effect: z.enum(['none', 'done', 'failed']),
  answer: z.string().nullable(),
  result: z.unknown(),
  at: z.date(),
  settled: z.date(),
});
type LoggedDeed = z.infer<typeof LoggedDeed>;

const reading = `
  SELECT id::text, guild_id::text AS guild, channel_id::text AS channel, deed, actor_kind AS "actorKind",
    actor_id::text AS actor, actor_name AS "actorName", reason, effect, answer, result, created_at AS at,
    changed_at AS settled
  FROM channel_deeds WHERE id = ANY(?::bigint[]) AND effect <> 'wanted'
    AND changed_at > now() - interval '${tellable / SECOND} s' ORDER BY channel_deeds.id`;

const done: Record<ChannelDeed['is'], string> = {
  purge: 'Messages purged',
  slowmode: 'Slow mode changed',
  lock: 'Channel locked',
  unlock: 'Channel unlocked',
};
const asked: Record<ChannelDeed['is'], string> = {
  purge: 'Purge of messages',
  slowmode: 'Change of slow mode',
  lock: 'Lock of a channel',
  unlock: 'Unlocking of a channel',
};

function outcomeOf({ effect, answer }: LoggedDeed): string | false {
  if (effect === 'failed') return `Discord refused: ${literally(cut(answer ?? '', 200))}`;
  return effect === 'none' && `Not done: ${literally(cut(answer ?? '', 200))}`;
}

function detailOf({ deed, result }: LoggedDeed): string | false {
  if (deed.is === 'slowmode')
    return deed.seconds === 0 ? 'Off' : `One message per member in ${tellDuration(deed.seconds)}`;
  if (deed.is !== 'purge') return false;
  const purged = readResult(result, 'purge');
  const count = purged ? purged.messages.length : deed.count;
  return `${count === 1 ? '1 message' : `${count} messages`}${deed.user === null ? '' : ` of <@${deed.user}>`}`;
}
