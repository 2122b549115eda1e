import { cut, literally } from '../../../shared/core/plain-text.ts';
import type { Snowflake } from '../../../shared/core/snowflake.ts';
import { colors, type LogEntry, lines, timed } from '../../../shared/moderation/logs/entry.ts';

/** Something of how a guild is set up that somebody changed; `changes` in words, a side that is not there undefined. */
export interface SetupChange {
  guild: Snowflake;
  channel: Snowflake;
  nonce: string;
  title: string;
  by: { actorKind: string; actor: string | null; actorName: string };
  at: Date;
  /** What is told of it besides. */
  note: string | null;
  changes: readonly { label: string; before?: string; after?: string }[];
}

const mostShown = 15; // changes of one entry

export function drawChange({ title, by, at, note, changes, ...place }: SetupChange): LogEntry {
  const shown = changes.slice(0, mostShown).map(({ label, ...sides }) => `**${label}**: ${inShort(sides)}`);
  const embed = {
    title,
    color: colors.plain,
    description: lines(
      `By: ${by.actorKind === 'member' && by.actor ? `<@${by.actor}>` : literally(cut(by.actorName, 100))}`,
      note && literally(cut(note, 200)),
      ...shown,
      changes.length > shown.length && `And ${changes.length - shown.length} more.`,
    ),
  };
  return { ...place, embeds: [timed(embed, at)] };
}

const mostWords = 60; // signs of a value

function inShort({ before, after }: { before?: string; after?: string }): string {
  return [before, after]
    .filter((words) => words !== undefined)
    .map((words) => literally(cut(words, mostWords)) || '–')
    .join(' → ');
}
