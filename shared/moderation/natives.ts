import { AuditLogEvent } from 'discord-api-types/v10';
import type { Actor } from '../core/actor.ts';
import { SECOND } from '../core/clock.ts';
import type { AuditEntryEvent } from '../core/events.ts';
import { type Snowflake, timeOf } from '../core/snowflake.ts';
import { type Knex, transact } from '../db/knex.ts';
import { type CaseOrder, type OpenedCase, openCases } from './cases.ts';
import { closeEarlier } from './closing.ts';
import { lockMembers } from './member-locks.ts';

/** What the entry is about, as a case. */
type Terms = Pick<CaseOrder, 'kind' | 'endsAt'>;
interface Native {
  entry: AuditEntryEvent;
  user: Snowflake;
  terms: Terms;
}

const clocksApart = 5 * SECOND; // Discord's and the database's

/**
 * Opens a case for what moderators, or other bots, did in Discord's own client: it is done already, and ends earlier cases
 * as one of ours would, without Discord being asked. Our own entries, and those about something else, open none. Each entry
 * opens one, however often it comes. Answers with the cases of all entries, also with those that are not new.
 */
export function recordNative(
  { db }: { db: Knex },
  entries: readonly AuditEntryEvent[],
  bot: Snowflake,
): Promise<OpenedCase[]> {
  const natives = entries.flatMap((entry): Native[] => {
    const terms = entry.by === bot ? undefined : termsOf(entry);
    return terms && entry.target !== null ? [{ entry, user: entry.target, terms }] : [];
  });
  if (natives.length === 0) return Promise.resolve([]);
  return transact(db, (trx) => recordWithin(trx, natives));
}

function termsOf(entry: AuditEntryEvent): Terms | undefined {
  if (entry.action === AuditLogEvent.MemberUpdate) return timeoutOf(entry);
  const kind = kinds.get(entry.action);
  return kind && { kind, endsAt: null };
}

const kinds = new Map<number, Terms['kind']>([
  [AuditLogEvent.MemberKick, 'kick'],
  [AuditLogEvent.MemberBanAdd, 'ban'],
  [AuditLogEvent.MemberBanRemove, 'unban'],
]);

function timeoutOf({ id, timedOutUntil }: AuditEntryEvent): Terms | undefined {
  if (timedOutUntil === undefined) return undefined;
  const until = timedOutUntil === null ? 0 : Date.parse(timedOutUntil);
  return until > timeOf(id)
    ? { kind: 'timeout', endsAt: new Date(until) }
    : { kind: 'untimeout', endsAt: null };
}

async function recordWithin(trx: Knex.Transaction, all: readonly Native[]): Promise<OpenedCase[]> {
  const known = await findGuilds(trx, all);
  const natives = all.filter(({ entry }) => known.has(entry.guild)).sort(byEntry);
  await lockMembers(
    trx,
    natives.map(({ entry, user }) => ({ guild: entry.guild, user })),
  );
  const names = await nameModerators(trx, natives);
  const orders = natives.map(
    ({ entry, user, terms }): CaseOrder => ({
      ...{ guild: entry.guild, user, operation: `audit:${entry.id}` },
      ...terms,
      actor: actorOf(entry, names),
      reason: entry.reason,
      deleteMessageSeconds: 0,
      auditEntry: entry.id,
    }),
  );
  const opened = await openCases(trx, orders);
  const actors = new Map(orders.map(({ operation, actor }) => [operation, actor.name]));
  const times = new Map(natives.map(({ entry }) => [`audit:${entry.id}`, timeOf(entry.id) + clocksApart]));
  const closed = await closeEarlier(
    trx,
    opened.flatMap(({ isNew, ...state }) => {
      const by = actors.get(state.operation) ?? '';
      return isNew ? [{ ...state, by, at: times.get(state.operation) ?? 0, lifts: false }] : [];
    }),
  );
  const ended = new Set(closed.map((each) => each.case));
  return opened.map((state) => ({ ...state, resolved: state.resolved || ended.has(state.id) }));
}

/** An entry may come before its guild does. */
async function findGuilds(trx: Knex, natives: readonly Native[]): Promise<Set<Snowflake>> {
  const asked = [...new Set(natives.map(({ entry }) => entry.guild))];
  const ids: Snowflake[] = await trx('guilds').whereRaw('id = ANY(?::bigint[])', [asked]).pluck('id');
  return new Set(ids);
}

async function nameModerators(trx: Knex, natives: readonly Native[]): Promise<Map<Snowflake, string>> {
  const ids = [...new Set(natives.flatMap(({ entry }) => entry.by ?? []))];
  const { rows } = await trx.raw<{ rows: { id: Snowflake; name: string }[] }>(
    `SELECT id::text, coalesce(nullif(global_name, ''), nullif(username, '')) AS name FROM discord_users
     WHERE id = ANY(?::bigint[]) AND (global_name <> '' OR username <> '')`,
    [ids],
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}

function actorOf({ by }: AuditEntryEvent, names: ReadonlyMap<Snowflake, string>): Actor {
  if (by === null) return { kind: 'system', name: 'Discord' };
  return { kind: 'member', id: by, name: names.get(by) ?? by };
}

function byEntry(one: Native, other: Native): number {
  return BigInt(one.entry.id) < BigInt(other.entry.id) ? -1 : 1;
}
