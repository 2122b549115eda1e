import type { Actor } from '../core/actor.ts';
import { DAY } from '../core/clock.ts';
import { cut } from '../core/plain-text.ts';
import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';
import { type CaseOrder, CaseState, caseColumns, openCases } from './cases.ts';
import { rungAt } from './ladder.ts';
import type { ModerationConfig } from './settings.ts';
import { endOfTimeout } from './timeout-end.ts';
import { addWarnings } from './warnings.ts';

export interface Orders {
  /** Milliseconds since 1970. */
  now: number;
  /** Of the guilds concerned; one that is missing has no ladder, and its warnings do not expire. */
  policies: ReadonlyMap<Snowflake, Pick<ModerationConfig, 'ladder' | 'warningDays'>>;
}

/** A case that is a warning. */
export interface Warned {
  guild: Snowflake;
  user: Snowflake;
  case: string;
  /** Whether it was opened just now. */
  isNew: boolean;
  reason: string;
  /** When it was earned: milliseconds since 1970. */
  firedAt: number;
  by: Actor;
}

/** A case that the ladder led to, and the case of the warning that was one too many. */
export interface Escalated {
  case: CaseState;
  warned: string;
}

/**
 * Counts new warnings, and opens the cases that the guild's ladder has for so many; answers with those, and with those
 * that the other warnings had led to before.
 */
export async function escalate(
  trx: Knex.Transaction,
  warned: readonly Warned[],
  { now, policies }: Orders,
): Promise<Escalated[]> {
  const fresh = new Map(warned.filter(({ isNew }) => isNew).map((each) => [each.case, each]));
  const given = await addWarnings(
    trx,
    [...fresh.values()].map(({ guild, user, case: id, reason, by }) => {
      const days = policies.get(guild)?.warningDays ?? 0;
      const expiresAt = days > 0 ? new Date(now + days * DAY) : null;
      return { guild, user, case: id, by: by.name, reason, expiresAt };
    }),
  );
  const orders = given.flatMap(({ id, guild, user, case: of, active }): CaseOrder[] => {
    const policy = policies.get(guild);
    const rung = policy && rungAt(policy, active);
    const cause = fresh.get(of);
    if (!rung || !cause) return [];
    const endsAt = rung.action === 'timeout' ? endOfTimeout(rung.minutes, cause.firedAt, now) : null;
    const reason = cut(`${active} active warnings. ${cause.reason}`, 4_000); // the cause may be as long already
    const terms = { kind: rung.action, endsAt, deleteMessageSeconds: 0 };
    return [{ guild, user, operation: `ladder:${id}`, actor: cause.by, reason, ...terms }];
  });
  const earlier = warned.filter(({ isNew }) => !isNew).map(({ case: id }) => id);
  const opened = await openCases(trx, orders);
  const causes = new Map(given.map(({ id, case: of }) => [`ladder:${id}`, of]));
  return [
    ...opened.map(({ isNew: _, ...state }) => ({ case: state, warned: causes.get(state.operation) ?? '' })),
    ...(await findEscalated(trx, earlier)),
  ];
}

async function findEscalated(trx: Knex, warned: readonly string[]): Promise<Escalated[]> {
  if (warned.length === 0) return [];
  const { rows } = await trx.raw<{ rows: { warned: string }[] }>(
    `SELECT ${caseColumns}, w.case_id::text AS warned FROM user_warnings w
       JOIN moderation_cases c ON c.guild_id = w.guild_id AND c.operation = 'ladder:' || w.id
     WHERE w.case_id = ANY(?::bigint[]) ORDER BY c.id`,
    [[...warned]],
  );
  return rows.map((row) => ({ case: CaseState.parse(row), warned: row.warned }));
}
