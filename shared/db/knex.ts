import knex, { type Knex } from 'knex';
import { type ClientConfig, DatabaseError } from 'pg';
import { SECOND } from '../core/clock.ts';

export type { Knex } from 'knex';

const usual = 15 * SECOND;
/** For `longest`: a little before pg gives a statement up, so that Postgres does not go on with what nobody waits for. */
export const justInTime = usual - SECOND;

interface Options {
  pool?: number;
  name?: string;
  /** Milliseconds after which Postgres itself ends a statement. */
  longest?: number;
  /** Milliseconds after which a statement is given up where it may take long. */
  patience?: number;
}

/** Postgres through knex. `bigint` stays a string (pg's default): Discord ids never become numbers. */
export function openDatabase(
  url: string,
  { pool = 10, name = 'smarter-dev', longest, patience = usual }: Options = {},
): Knex {
  const connection = {
    connectionString: url,
    application_name: name,
    pipeline: true, // statements that do not wait for each other's answers share a round trip (prepared.ts)
    keepAlive: true, // an idle connection whose peer vanished is noticed
    connectionTimeoutMillis: 5 * SECOND,
    query_timeout: patience, // pg's own clock: it ends also where no answer will ever come
    ...(longest === undefined ? {} : { statement_timeout: longest }),
  } satisfies ClientConfig;
  return knex({
    client: 'pg',
    connection,
    pool: { min: 0, max: pool },
    acquireConnectionTimeout: 10 * SECOND,
    compileSqlOnError: false, // values stay out of error messages, and so out of the log
    log: { error: () => {}, warn: () => {} }, // knex prints what it also throws
  });
}

/** SQLSTATEs after which the same transaction, tried again, can succeed (PostgreSQL manual, appendix A). */
const passing = new Set(['40001', '40P01']);
/** Classes "data exception" and "integrity constraint violation". */
const ofTheData = /^(22|23)/;
/** Node's codes for a peer that cannot be reached or stopped talking. */
const network = /^E(CONN|HOST|NET|ADDR|PIPE|TIMEDOUT|NOTFOUND|AI_AGAIN)/;
/** What pg says without a code of a connection that ended or does not answer; knex may put the query before it. */
const words =
  /(^| - )(Connection (terminated|ended)|Client (has encountered a connection error|was closed)|Query read timeout|timeout expired)/;
const tooLong = /(^| - )Query read timeout/;
/**
 * What passes by itself: connections that end, transactions in each other's way, no room, shutting down or starting, a
 * standby's turn, a lock (PostgreSQL manual, appendix A).
 */
const waitable = /^(08|40|53|57P|25006|55P03)/;
const tries = 5;

/** Runs a transaction, again after a deadlock or serialization failure. `work` may therefore run several times. */
export async function transact<T>(db: Knex, work: (trx: Knex.Transaction) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await db.transaction(work);
    } catch (error) {
      if (attempt === tries || !passing.has(sqlState(error) ?? '')) throw error;
    }
  }
}

/** True where the data is at fault (a constraint, a value Postgres refuses), so that a retry would fail as well. */
export function isDataFault(error: unknown): boolean {
  return ofTheData.test(sqlState(error) ?? '');
}

/**
 * True for every other fault of Postgres or of the way to it: away, read-only, not yet migrated, broken. Waiting, or
 * whoever runs it, mends that. The one place that knows them.
 */
export function isAway(error: unknown): boolean {
  if (sqlState(error) !== undefined) return !isDataFault(error);
  const fault = nativeOf(error);
  if (!(fault instanceof Error)) return false;
  if ('code' in fault && typeof fault.code === 'string' && network.test(fault.code)) return true;
  return fault.name === 'KnexTimeoutError' || words.test(fault.message);
}

/**
 * True where the statement itself is at fault, or took too long: unlike `isAway`, nothing that waiting mends. Postgres may
 * be away all the same where it did not answer in time: then nothing else can be asked of it either.
 */
export function isOfStatement(error: unknown): boolean {
  const state = sqlState(error);
  if (state !== undefined) return !waitable.test(state);
  const fault = nativeOf(error);
  return fault instanceof Error && tooLong.test(fault.message);
}

/** True where a lock was not to be had within `lock_timeout`. */
export function isLockTimeout(error: unknown): boolean {
  return sqlState(error) === '55P03';
}

/** Undefined where Postgres did not answer. */
function sqlState(error: unknown): string | undefined {
  const fault = nativeOf(error);
  return fault instanceof DatabaseError ? fault.code : undefined;
}

/** Objection keeps what pg threw in `nativeError`. */
function nativeOf(error: unknown): unknown {
  return error instanceof Error && 'nativeError' in error ? error.nativeError : error;
}
