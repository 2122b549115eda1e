import type { Sandbox } from '../sandbox/index.ts';
import { type Finding, finding } from './finding.ts';
import type { Played } from './stage.ts';
import { caseLog, moderated } from './world.ts';

/** What stands in the logs of cases. */
interface Logged {
  titles: string[];
  twice: string[];
  /** Those of them between which Redis was emptied: what was said already is remembered there. */
  forgotten: string[];
}

/** By titles: they say of which case an entry is, and what became of it. */
export function readLog(sandbox: Sandbox, { emptied }: Played): Logged {
  const entries = moderated.flatMap((guild) =>
    [...(sandbox.world.channels.get(caseLog(guild))?.messages.values() ?? [])].flatMap(
      ({ embeds, timestamp }) =>
        embeds.map(({ title }) => ({ title: `${title} of ${guild}`, at: Date.parse(timestamp) })),
    ),
  );
  const logged: Logged = { titles: [], twice: [], forgotten: [] };
  const seen = new Map<string, number>();
  for (const { title, at } of entries) {
    const before = seen.get(title);
    seen.set(title, at);
    if (before === undefined) logged.titles.push(title);
    else if (emptied.some((time) => before <= time && time <= at)) logged.forgotten.push(title);
    else logged.twice.push(title);
  }
  return logged;
}

export function logOf({ titles, twice }: Logged): Finding {
  return finding('nothing stands in the log of cases twice', titles, twice);
}

export function tellLog({ titles, forgotten }: Logged): string {
  return `Of ${titles.length} entries in the log of cases ${forgotten.length} came again after Redis was emptied.`;
}
