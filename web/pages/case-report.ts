import type { Actor } from '../../shared/core/actor.ts';
import type { Snowflake } from '../../shared/core/snowflake.ts';
import type { Evidence } from '../../shared/moderation/evidence.ts';
import { answerReport, findReport } from '../../shared/moderation/reports.ts';
import { RowId } from '../api/shapes.ts';
import type { PageDeps } from '../http/page.ts';

/** The message that a report was about, where a case follows from one. */
export async function evidenceOf(
  deps: Pick<PageDeps, 'db'>,
  guild: Snowflake,
  report: unknown,
): Promise<Evidence | null> {
  const id = RowId.safeParse(report).data;
  const found = id && (await findReport(deps, guild, id));
  return found ? { channel: found.channel, message: found.message, excerpt: found.excerpt } : null;
}

/** Ends the report that led to a case; where it is shown, or undefined where there was none. */
export async function answerWithCase(
  deps: Pick<PageDeps, 'db'>,
  guild: Snowflake,
  report: unknown,
  { number, by }: { number: number; by: Actor },
): Promise<string | undefined> {
  const id = RowId.safeParse(report).data;
  if (!id) return undefined;
  const answered = await answerReport(deps, guild, id, { state: 'handled', case: number, by });
  return answered.is === 'unknown' ? undefined : `/admin/guilds/${guild}/reports/${id}`;
}
