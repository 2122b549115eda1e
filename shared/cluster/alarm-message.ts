import type { Alarm, AlarmKind } from './model.ts';

export const alarmTitles: Record<AlarmKind, string> = {
  'dead-process': 'Dead process',
  'dead-shard': 'Dead shard',
  'queue-lag': 'Lagging queue',
  'failed-effects': 'Failed effects',
  gap: 'Gap',
  disk: 'Full disk',
};

type Told = Pick<Alarm, 'kind' | 'text' | 'raisedAt' | 'clearedAt'>;

/** Lines of one message, which Discord limits to 2,000 characters: where every sign of a text is escaped it doubles. */
export const mostLines = 4;
const longest = 200; // characters of a text

/** What a webhook of Discord takes. Nobody is pinged, and what stands in a text is no markup (Discord's "Execute Webhook"). */
export function writeAlarms(alarms: readonly Told[], panel: string) {
  const lines = [...alarms.slice(0, mostLines).map(lineOf), `<${panel}/admin/cluster>`];
  return { content: lines.join('\n'), allowed_mentions: { parse: [] } };
}

/** That Postgres cannot be reached, where alarms are kept; `until` once it is over. */
export function writeOutage({ since, until }: { since: Date; until?: Date }, panel: string) {
  const began = `<t:${seconds(since)}:f>`;
  const line = until
    ? `🟢 **Postgres**, over at <t:${seconds(until)}:T>: it could not be reached since ${began}`
    : `🔴 **Postgres** cannot be reached since ${began}: nothing is handled, and no other alarm is raised meanwhile`;
  return { content: `${line}\n<${panel}/admin/cluster>`, allowed_mentions: { parse: [] } };
}

function lineOf({ kind, text, raisedAt, clearedAt }: Told): string {
  const what = `${escapeMarkdown(text.slice(0, longest))} (<t:${seconds(raisedAt)}:T>)`;
  if (!clearedAt) return `🔴 **${alarmTitles[kind]}**: ${what}`;
  return `🟢 **${alarmTitles[kind]}**, over at <t:${seconds(clearedAt)}:T>: ${what}`;
}

const seconds = (at: Date) => Math.floor(at.getTime() / 1_000);

function escapeMarkdown(text: string): string {
  return text.replace(/[\\*_~`|<>@]/g, '\\$&');
}
