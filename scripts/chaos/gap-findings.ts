import { latestStatuses } from '../../shared/analytics/store.ts';
import { type Finding, finding } from './finding.ts';
import type { Played, Stage } from './stage.ts';

/**
 * Ask when the shard has left: it tells Postgres of itself every ten seconds, and at its end. `more`: gaps that it tells of
 * besides those between sessions.
 */
export async function gapsOf(
  { db, sandbox }: Pick<Stage, 'db' | 'sandbox'>,
  { forgotten }: Played,
): Promise<{ findings: Finding[]; story: string; more: number }> {
  const again = sandbox.sessions.identifies - 1;
  const told = [...(await latestStatuses(db, [0])).values()].reduce((sum, { gaps }) => sum + gaps, 0);
  const each = Array.from({ length: again });
  const silent = Math.max(0, again - told);
  const needless = Math.max(0, again - forgotten);
  return {
    more: Math.max(0, told - again),
    findings: [
      repeated(
        'every session that began instead of one to be resumed is counted as a gap',
        each,
        silent,
        `${told} told of ${again}`,
      ),
      repeated(
        'a session is begun only where Discord forgot the one before',
        each,
        needless,
        `Discord forgot ${forgotten}, and ${again} were begun`,
      ),
    ],
    story: `Discord forgot the session ${forgotten} times; the bot tells of ${told} gaps and resumed ${sandbox.sessions.resumes} times.`,
  };
}

function repeated(promise: string, looked: unknown[], broken: number, example: string): Finding {
  return finding(
    promise,
    looked,
    Array.from({ length: broken }, () => example),
  );
}
