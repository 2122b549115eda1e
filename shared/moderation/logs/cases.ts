import type { APIEmbed } from 'discord-api-types/v10';
import { z } from 'zod';
import { SECOND } from '../../core/clock.ts';
import { cut, literally } from '../../core/plain-text.ts';
import type { Snowflake } from '../../core/snowflake.ts';
import type { Knex } from '../../db/knex.ts';
import { Evidence } from '../evidence.ts';
import { type CaseKind, caseKinds, effectStates } from '../model.ts';
import {
  colors,
  type LogEntry,
  lines,
  linkTo,
  mention,
  type Policies,
  placeOf,
  quote,
  showTime,
  tellable,
  timed,
  wanting,
} from './entry.ts';

/** A case, and what became of it. */
export interface ToldCase {
  id: string;
  guild: Snowflake;
  /** `upgraded`: it came to ask for more than it did. */
  what: 'opened' | 'upgraded' | 'resolved' | 'edited';
}

/**
 * Entries about cases, where guilds want them; one query for those that do, as the cases are now. Of cases that were opened
 * long ago it is not told that they were: somebody repeats it.
 */
export async function logCases(
  { db }: { db: Knex },
  policies: Policies,
  told: readonly ToldCase[],
): Promise<LogEntry[]> {
  const guilds = wanting(
    policies,
    told.map(({ guild }) => guild),
    'caseLog',
  );
  const wanted = told.filter(({ guild }) => guilds.has(guild));
  if (wanted.length === 0) return [];
  const { rows } = await db.raw<{ rows: unknown[] }>(reading, [wanted.map(({ id }) => id)]);
  const cases = new Map(
    z
      .array(LoggedCase)
      .parse(rows)
      .map((row) => [row.id, row]),
  );
  return wanted.flatMap(({ id, what }): LogEntry[] => {
    const one = cases.get(id);
    const place = one && placeOf(policies, one.guild, 'caseLog', 'pingForCases');
    if (!place || (byFiring.has(what) && isLoggedAlready(policies, one))) return [];
    if (what === 'opened' && one.isOld) return [];
    const nonce = repeatable.has(what) ? `case-${id}-${what}-${one.version}` : `case-${id}-${what}`;
    return [{ ...place, nonce, embeds: [draw[what](one)] }];
  });
}

/** Told as often as it happens: each time the case is another version. */
const repeatable: ReadonlySet<ToldCase['what']> = new Set(['upgraded', 'edited']);
const byFiring: ReadonlySet<ToldCase['what']> = new Set(['opened', 'upgraded']);

/** A case of a rule is told with its firing, where both go into one channel. */
function isLoggedAlready(policies: Policies, { guild, operation }: LoggedCase): boolean {
  const policy = policies.get(guild);
  return operation.startsWith('firing:') && policy?.automodLog === policy?.caseLog;
}

const LoggedCase = z.object({
  id: z.string(),
  guild: z.string(),
  number: z.number(),
  operation: z.string(),
  kind: z.enum(caseKinds),
  user: z.string(),
  actorKind: z.string(),
  actor: z.string().nullable(),
  actorName: z.string(),
  reason: z.string(),
  endsAt: z.date().nullable(),
  evidence: Evidence.nullable(),
  effect: z.enum(effectStates),
  answer: z.string().nullable(),
  lift: z.enum(effectStates),
  version: z.number(),
  at: z.date(),
  isOld: z.boolean(),
  resolvedAt: z.date().nullable(),
  resolvedBy: z.string().nullable(),
  resolvedNote: z.string().nullable(),
  editedBy: z.string().nullable(),
});
type LoggedCase = z.infer<typeof LoggedCase>;

const reading = `
  SELECT id::text, guild_id::text AS guild, number, operation, kind, user_id::text AS "user", actor_kind AS "actorKind",
    actor_id::text AS actor, actor_name AS "actorName", reason, ends_at AS "endsAt", evidence, effect, answer, lift, version,
    created_at AS at, created_at < now() - interval '${tellable / SECOND} s' AS "isOld",
    resolved_at AS "resolvedAt", resolved_by AS "resolvedBy", resolved_note AS "resolvedNote",
    (SELECT actor_name FROM case_notes n WHERE n.case_id = c.id ORDER BY n.id DESC LIMIT 1) AS "editedBy"
  FROM moderation_cases c WHERE id = ANY(?::bigint[])`;

const kinds: Record<CaseKind, { name: string; color: number }> = {
  note: { name: 'note', color: colors.plain },
  warn: { name: 'warning', color: colors.notable },
  timeout: { name: 'timeout', color: colors.notable },
  untimeout: { name: 'end of a timeout', color: colors.good },
  kick: { name: 'kick', color: colors.grave },
  ban: { name: 'ban', color: colors.grave },
  unban: { name: 'end of a ban', color: colors.good },
};

const draw: Record<ToldCase['what'], (one: LoggedCase) => APIEmbed> = {
  opened: (one) => timed({ title: `Case ${one.number}: ${kinds[one.kind].name}`, ...body(one) }, one.at),
  upgraded: (one) => ({ title: `Case ${one.number} is now: ${kinds[one.kind].name}`, ...body(one) }),
  resolved: (one) =>
    timed(
      {
        title: `Case ${one.number} is resolved (${kinds[one.kind].name})`,
        color: colors.good,
        description: lines(
          `Member: ${mention(one.user)}`,
          `By: ${literally(cut(one.resolvedBy ?? '', 100))}`,
          one.resolvedNote && `Note: ${literally(cut(one.resolvedNote, 500))}`,
          one.lift !== 'none' && 'It is taken back in Discord.',
        ),
      },
      one.resolvedAt ?? one.at,
    ),
  edited: (one) => ({
    title: `Case ${one.number}: changed reason (${kinds[one.kind].name})`,
    color: colors.plain,
    description: lines(
      `Member: ${mention(one.user)}`,
      one.editedBy && `Changed by: ${literally(cut(one.editedBy, 100))}`,
      reasonOf(one),
    ),
  }),
};

function body(one: LoggedCase): APIEmbed {
  return {
    color: kinds[one.kind].color,
    description: lines(
      `Member: ${mention(one.user)}`,
      `By: ${nameActor(one)}`,
      reasonOf(one),
      one.endsAt && `Until ${showTime(one.endsAt)}`,
      one.effect === 'failed' && `Discord refused: ${literally(cut(one.answer ?? '', 200))}`,
      ...evidenceOf(one),
    ),
  };
}

function nameActor({ actorKind, actor, actorName }: LoggedCase): string {
  return actorKind === 'member' && actor ? `<@${actor}>` : literally(cut(actorName, 100));
}

function reasonOf({ reason }: LoggedCase): string {
  return `Reason: ${reason === '' ? 'none was given' : literally(cut(reason, 700))}`;
}

function evidenceOf({ guild, evidence }: LoggedCase): string[] {
  if (!evidence) return [];
  const link = `[The message](${linkTo(guild, evidence.channel, evidence.message)})`;
  return evidence.excerpt === '' ? [link] : [link, quote(evidence.excerpt, 300)];
}
