import type { Actor } from '../core/actor.ts';
import { cut } from '../core/plain-text.ts';
import type { Snowflake } from '../core/snowflake.ts';
import { type Knex, transact } from '../db/knex.ts';
import { addNotes } from './case-notes.ts';
import { findReport, type ListedReport, type ReportState } from './report-list.ts';

export {
  findReport,
  ListedReport,
  listReports,
  type ReportFilters,
  type ReportState,
  reportStates,
  selectReports,
  toReport,
} from './report-list.ts';

type Deps = { db: Knex };

/** A message that a member tells moderators of. */
export interface NewReport {
  guild: Snowflake;
  channel: Snowflake;
  message: Snowflake;
  author: Snowflake;
  reporter: Snowflake;
  reporterName: string;
  /** How the message began; at most 4,000 characters are kept. */
  excerpt: string;
  /** At most 1,000 characters are kept. */
  reason: string;
}

export type Reported =
  | { is: 'reported'; id: string }
  /** `isRetry`: open still and that young, it may be the same one, whose log entry is not queued yet. */
  | { is: 'already'; id: string; isRetry: boolean }
  | { is: 'too-many' };

const mostReports = 10; // of a member in a guild within an hour: each may ping the moderators

/** Puts a report into the queue. Of one message each member tells once. */
export function report({ db }: Deps, given: NewReport): Promise<Reported> {
  const row = {
    guild_id: given.guild,
    channel_id: given.channel,
    message_id: given.message,
    author_id: given.author,
    reporter_id: given.reporter,
    reporter_name: given.reporterName,
    excerpt: cut(given.excerpt, 4_000),
    reason: cut(given.reason, 1_000),
  };
  const { guild_id, message_id, reporter_id } = row;
  return transact(db, async (trx): Promise<Reported> => {
    await lockReporter(trx, given);
    const before: { id: string; isRetry: boolean } | undefined = await trx('reports')
      .where({ guild_id, message_id, reporter_id })
      .first('id', trx.raw(`state = 'open' AND created_at > now() - interval '2 minutes' AS "isRetry"`));
    if (before) return { is: 'already', ...before };
    if (await hasReportedMuch(trx, given)) return { is: 'too-many' };
    const [made] = await trx('reports').insert(row).returning('id');
    return { is: 'reported', id: made.id };
  });
}

async function lockReporter(trx: Knex, { guild, reporter }: NewReport): Promise<void> {
  await trx.raw('SELECT pg_advisory_xact_lock(hashtextextended(?, 0))', [`reports:${guild}:${reporter}`]);
}

async function hasReportedMuch(trx: Knex, { guild, reporter }: NewReport): Promise<boolean> {
  const latest = trx('reports')
    .where({ guild_id: guild, reporter_id: reporter })
    .orderBy('id', 'desc')
    .limit(mostReports)
    .select('created_at')
    .as('latest');
  const recent: unknown[] = await trx
    .from(latest)
    .whereRaw(`created_at > now() - interval '1 hour'`)
    .select('created_at');
  return recent.length >= mostReports;
}

export interface ReportAnswer {
  state: Exclude<ReportState, 'open'>;
  /** The number of the case that it led to. */
  case?: number | undefined;
  by: Actor;
  /** As which the report was read; left out where nothing is to be compared. */
  version?: number | undefined;
}

export type AnsweredReport =
  | { is: 'answered'; report: ListedReport }
  | { is: 'unknown' }
  | { is: 'unknown-case' }
  /** Somebody else answered before, or otherwise; or it was changed since it was read. */
  | { is: 'already'; report: ListedReport };

/** Ends a report, once: somebody saw to it, or nothing is to be done. Who says the same once more hears that it is answered. */
export function answerReport(
  { db }: Deps,
  guild: Snowflake,
  id: string,
  answer: ReportAnswer,
): Promise<AnsweredReport> {
  return transact(db, async (trx): Promise<AnsweredReport> => {
    await trx('reports').where({ guild_id: guild, id }).forUpdate().select('id');
    const before = await findReport({ db: trx }, guild, id);
    if (!before) return { is: 'unknown' };
    const isStale = answer.version !== undefined && answer.version !== before.version;
    if (isSame(before, answer)) return { is: 'answered', report: before };
    if (before.state !== 'open' || isStale) return { is: 'already', report: before };
    const led = answer.case === undefined ? null : await findCaseId(trx, guild, answer.case);
    if (led === undefined) return { is: 'unknown-case' };
    await trx('reports')
      .where({ id })
      .update({
        state: answer.state,
        case_id: led,
        answered_at: trx.fn.now(),
        answered_by: answer.by.name,
        version: before.version + 1,
      });
    if (led !== null)
      await addNotes(trx, [
        { case: led, by: answer.by.name, text: `Followed from report ${id} of a member.` },
      ]);
    const after = await findReport({ db: trx }, guild, id);
    return after ? { is: 'answered', report: after } : { is: 'unknown' };
  });
}

function isSame(report: ListedReport, { state, case: led, by }: ReportAnswer): boolean {
  return report.state === state && report.case === (led ?? null) && report.answeredBy === by.name;
}

async function findCaseId(trx: Knex, guild: Snowflake, number: number): Promise<string | undefined> {
  const row: { id: string } | undefined = await trx('moderation_cases')
    .where({ guild_id: guild, number })
    .first('id');
  return row?.id;
}
