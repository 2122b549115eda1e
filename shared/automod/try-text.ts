import type { Clock } from '../core/clock.ts';
import type { Cluster, Redis } from '../core/redis.ts';
import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';
import { conclude, screen, type Trace, type WindowState } from './evaluate.ts';
import { readInvites } from './invite-codes.ts';
import type { Condition, Known } from './kind.ts';
import { kindOf } from './kinds/registry.ts';
import type { Rule, RuleDraft } from './rule.ts';
import { listRules } from './rule-list.ts';
import { AutoModConfigRow } from './rule-model.ts';
import { AutoModConfig } from './settings.ts';
import type { MessageSubject, Subject } from './subject.ts';
import { type Author, toMember, toMessage } from './tried-subject.ts';

type Deps = { db: Knex; redis: Redis | Cluster; clock: Clock };

/** A text to be tried. */
export interface Attempt extends Author {
  text: string;
  /** Only this rule, as if it were on. One about members takes the text for their name. */
  draft?: RuleDraft | undefined;
}

export const longestText = 4_000; // Discord's documentation, "Create Message": of somebody with Nitro

/**
 * What rules say of a text, with every condition: the draft, or all of the guild that look at messages, by name. It is
 * judged as the worker would, with windows that hold nothing else; a rule that is switched off says so and does not fire.
 * An invite is known only where the worker has met it within the hour. Nothing is stored.
 */
export async function tryText(deps: Deps, guild: Snowflake, attempt: Attempt): Promise<Trace[]> {
  const { draft } = attempt;
  const message = await toMessage(deps, guild, attempt);
  const known = await invitesIn(deps, message);
  if (draft) {
    const isAboutMembers = kindOf(draft.kind).on !== 'message';
    const subject = isAboutMembers ? await toMember(deps, message, attempt.user) : message;
    return [tryRule(standIn(guild, draft), subject, known)];
  }
  const off = await isOff(deps, guild);
  const rules = (await listRules(deps, guild)).filter(({ kind }) => kindOf(kind).on === 'message');
  return rules.map((rule) => {
    const trace = tryRule(rule, message, known);
    const why = off ? 'Auto-moderation is switched off.' : switchedOff(rule);
    return why === undefined ? trace : silenced(trace, { what: 'enabled', holds: false, why });
  });
}

/** A rule and a subject by itself, as if nothing had come before it. */
function tryRule(rule: Rule, subject: Subject, known: Known): Trace {
  const screened = screen(rule, subject, known);
  return conclude(screened, aloneIn(screened, subject));
}

function aloneIn(
  { counts, window }: Pick<Trace, 'counts' | 'window'>,
  subject: Subject,
): WindowState | undefined {
  if (window.counts === 'matches') return undefined;
  const weight = window.counts === 'mentions' && subject.is === 'message' ? subject.mentions : 1;
  const reached = counts ? weight : 0;
  const { atLeast, atOnce = 0 } = window;
  const holds = counts && (reached >= atLeast || (atOnce > 0 && reached >= atOnce));
  return { reached, burst: holds ? 'alone' : null };
}

function switchedOff({ enabled, unreadable }: Awaited<ReturnType<typeof listRules>>[number]) {
  if (!enabled) return 'The rule is switched off.';
  return unreadable.length > 0 ? 'The rule cannot be read any more: save it again.' : undefined;
}

function silenced(trace: Trace, condition: Condition): Trace {
  return { ...trace, conditions: [condition, ...trace.conditions], counts: false, fires: false, burst: null };
}

function standIn(guild: Snowflake, draft: RuleDraft): Rule {
  return { ...draft, id: '0', guild, slot: 0, version: 0, enabled: true };
}

async function invitesIn({ redis }: Pick<Deps, 'redis'>, { content }: MessageSubject): Promise<Known> {
  const targets = await readInvites(redis, content.invites);
  return { inviteGuild: (code) => targets.get(code) };
}

async function isOff({ db }: Pick<Deps, 'db'>, guild: Snowflake): Promise<boolean> {
  const row = await AutoModConfigRow.query(db).findById(guild);
  return AutoModConfig.safeParse(row?.values ?? {}).data?.enabled !== true;
}
