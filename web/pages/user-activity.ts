import { DAY } from '../../shared/core/clock.ts';
import type { FileAttachment } from '../../shared/files/model.ts';
import type { ChartPoint } from '../http/chart.ts';
import { plainName, sizeInWords, tagsOf } from './file-words.ts';
import { messageLink } from './firing-view.ts';

const days = 60;

/** The first day of the chart, counted from 1970. */
export function firstDay(now: number): number {
  return Math.floor(now / DAY) + 1 - days;
}

/** On which of the last days somebody wrote, as a chart of what it paid. */
export function viewActivity(active: readonly { day: number; bytes: number }[], now: number) {
  const from = firstDay(now);
  const shown = active.filter(({ day }) => day < from + days); // in a guild's time zone it may be tomorrow
  const paid = new Map(shown.map(({ day, bytes }) => [day, bytes]));
  const points: ChartPoint[] = Array.from({ length: days }, (_, index) => {
    const day = from + index;
    return { at: new Date(day * DAY), value: paid.get(day) ?? 0 };
  });
  return { days, active: shown.length, points: shown.length > 0 ? points : [] };
}

/** A file that somebody sent, as tables show it. */
export function viewFile(file: FileAttachment) {
  const { at, name, size, guildId, channelId, messageId } = file;
  return {
    at,
    guild: guildId,
    name: plainName(name),
    size: sizeInWords(Number(size)),
    href: messageLink(guildId, channelId, messageId),
    tags: tagsOf(file),
  };
}
