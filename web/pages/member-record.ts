import { listActiveDays } from '../../shared/bytes/active-days.ts';
import { DAY } from '../../shared/core/clock.ts';
import type { Snowflake } from '../../shared/core/snowflake.ts';
import { listAttachments } from '../../shared/files/attachment-list.ts';
import { listCases } from '../../shared/moderation/case-list.ts';
import type { MemberTotals } from '../../shared/moderation/member-totals.ts';
import { caseKinds } from '../../shared/moderation/model.ts';
import type { Deps } from '../context.ts';
import type { ChartPoint } from '../http/chart.ts';
import { viewCase } from './case-view.ts';
import { plainName, sizeInWords, tagsOf } from './file-words.ts';
import { messageLink } from './firing-view.ts';

const rows = 5;
const days = 60;

/** The latest of what a member did and what was done to them, in one guild. */
export async function readRecord(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  guild: Snowflake,
  user: Snowflake,
): Promise<Record<string, unknown>> {
  const today = Math.floor(clock() / DAY);
  const [cases, files, active] = await Promise.all([
    listCases({ db }, [guild], { user, limit: rows }),
    listAttachments({ db }, guild, { user, limit: rows }),
    listActiveDays({ db }, guild, user, today + 1 - days),
  ]);
  const paid = new Map(active.map(({ day, bytes }) => [day, bytes]));
  const points: ChartPoint[] = Array.from({ length: days }, (_, index) => {
    const day = today + 1 - days + index;
    return { at: new Date(day * DAY), value: paid.get(day) ?? 0 };
  });
  return {
    cases: cases.map(viewCase),
    files: files.map(({ at, name, size, channelId, messageId, ...rest }) => ({
      at,
      name: plainName(name),
      size: sizeInWords(Number(size)),
      href: messageLink(guild, channelId, messageId),
      tags: tagsOf(rest),
    })),
    activity: { days, active: active.length, points: active.length > 0 ? points : [] },
  };
}

const plurals = {
  note: ['note', 'notes'],
  warn: ['warning', 'warnings'],
  timeout: ['timeout', 'timeouts'],
  untimeout: ['end of a timeout', 'ends of timeouts'],
  kick: ['kick', 'kicks'],
  ban: ['ban', 'bans'],
  unban: ['end of a ban', 'ends of bans'],
} as const;

/** “2 warnings, 1 timeout; 1 warning counts now”. */
export function recordInWords(
  { cases, activeWarnings }: MemberTotals = { cases: {}, activeWarnings: 0 },
): string {
  const parts = caseKinds.flatMap((kind) => {
    const many = cases[kind] ?? 0;
    return many > 0 ? [`${many.toLocaleString('en')} ${plurals[kind][many === 1 ? 0 : 1]}`] : [];
  });
  if (parts.length === 0) return 'Nothing';
  const counting = `${activeWarnings.toLocaleString('en')} ${activeWarnings === 1 ? 'warning counts' : 'warnings count'} now`;
  return `${parts.join(', ')}${activeWarnings > 0 ? `; ${counting}` : ''}`;
}
