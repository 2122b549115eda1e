import { z } from 'zod';
import { type Backtest, backtest } from '../../shared/automod/backtest.ts';
import { explain, type Trace } from '../../shared/automod/evaluate.ts';
import { kindOf } from '../../shared/automod/kinds/registry.ts';
import { longestText, tryText } from '../../shared/automod/try-text.ts';
import { Snowflake } from '../../shared/core/snowflake.ts';
import { automodSettings } from '../../shared/settings/registry.ts';
import { readSettings } from '../../shared/settings/stored.ts';
import { nameMembers } from '../../shared/sync/member-names.ts';
import type { PageDeps } from '../http/page.ts';
import type { TypedRule } from './automod-rule-form.ts';
import { deedInWords, limitsInWords, stateTags } from './automod-words.ts';
import { conditionTag, type Tag } from './firing-words.ts';
import { type Posted, textsOf } from './settings-form.ts';

/** What a text is tried with, beside the rule that is being written. Their names begin so that they count as no change of it. */
export interface Trial {
  text: string;
  channel: Snowflake | undefined;
  roles: Snowflake[];
  days: number;
}

export function readTrial(posted: Posted): Trial {
  const [text = ''] = textsOf(posted, 'try-text');
  const [channel] = textsOf(posted, 'try-channel');
  const [days] = textsOf(posted, 'try-days');
  return {
    text,
    channel: Snowflake.safeParse(channel).data,
    roles: textsOf(posted, 'try-roles')
      .filter((role) => Snowflake.safeParse(role).success)
      .slice(0, 250),
    days: z.coerce.number().pipe(z.int().min(1).max(7)).catch(7).parse(days),
  };
}

/** For forms that come back to where they were typed. */
export function trialFields(posted: Posted): Posted {
  return Object.fromEntries(Object.entries(posted).filter(([name]) => name.startsWith('try-')));
}

/** What came of trying: what the rules say, or why they could not be asked. */
export type Tried = { is: 'traces'; traces: ReturnType<typeof viewTrace>[] } | { is: 'refused'; why: string };

const storable = (text: string) => !text.includes('\0') && !/\p{Surrogate}/u.test(text);

/** What all rules of the guild say of a text. */
export async function tryAll(deps: PageDeps, guild: Snowflake, trial: Trial): Promise<Tried> {
  const refused = refuseText(trial.text);
  if (refused) return refused;
  const { text, channel, roles } = trial;
  const traces = await tryText(deps, guild, { text, channel, roles });
  return { is: 'traces', traces: traces.map(viewTrace) };
}

/** What the rule says of a text as it is typed, saved or not. */
export async function tryTyped(
  deps: PageDeps,
  guild: Snowflake,
  typed: TypedRule,
  { text, channel, roles }: Trial,
): Promise<{ tried: Tried }> {
  const refused = typed.is === 'faulty' ? unfit : refuseText(text);
  if (typed.is === 'faulty' || refused) return { tried: refused ?? unfit };
  const traces = await tryText(deps, guild, { text, channel, roles, draft: typed.draft });
  return { tried: { is: 'traces', traces: traces.map(viewTrace) } };
}

const unfit = { is: 'refused', why: 'The rule above does not fit as it is typed.' } as const;

function refuseText(text: string): Tried | undefined {
  if (text.trim() === '') return { is: 'refused', why: 'Type a text to try.' };
  if (text.length > longestText)
    return {
      is: 'refused',
      why: `${longestText.toLocaleString('en')} characters are the most that a message has.`,
    };
  return storable(text) ? undefined : { is: 'refused', why: 'It holds a character that no message has.' };
}

/** What the rule would have hit, as it is typed. */
export async function backtestTyped(
  deps: PageDeps,
  guild: Snowflake,
  typed: TypedRule,
  { days }: Trial,
): Promise<{ tested: Awaited<ReturnType<typeof viewBacktest>> }> {
  if (typed.is === 'faulty') return { tested: { is: 'refused', why: unfit.why } };
  const rule = { ...typed.draft };
  return {
    tested: await viewBacktest(deps, guild, await backtest(deps, guild, { rule, days, now: deps.clock() })),
  };
}

const mostShown = 20; // members

async function viewBacktest(deps: PageDeps, guild: Snowflake, tested: Backtest) {
  switch (tested.is) {
    case 'faulty':
      return { is: 'refused' as const, why: unfit.why };
    case 'no-text':
      return { is: 'refused' as const, why: noRecords.text };
    case 'no-messages':
      return { is: 'refused' as const, why: noRecords.members };
    case 'done': {
      if (tested.looked === 0) {
        const { values } = await readSettings(deps, automodSettings, guild);
        return { is: 'refused' as const, why: values.traces ? noRecords.yet : noRecords.off };
      }
      const top = tested.top.slice(0, mostShown);
      const nameOf = await nameMembers(
        deps,
        top.map(({ user }) => ({ guild, user })),
      );
      const href = (user: Snowflake) => `/admin/guilds/${guild}/members/${user}`;
      const members = top.map((one) => ({
        ...one,
        name: nameOf({ guild, user: one.user }),
        href: href(one.user),
      }));
      return { ...tested, top: members, more: tested.members - members.length };
    }
  }
}

/** Why there is nothing to look back at. */
const noRecords = {
  text: 'Rules that look at texts cannot be backtested: no text is kept.',
  members: 'Rules that look at members cannot be backtested: only messages are recorded.',
  off: 'Message traces are off, so that nothing was recorded. The settings of auto-moderation have them.',
  yet: 'Nothing was recorded in these days.',
};

/** Why a rule cannot be backtested, whatever is typed into it; undefined where it can. */
export function backtestHindrance(kind: Parameters<typeof kindOf>[0]): string | undefined {
  const { on, window, schema } = kindOf(kind);
  if (on !== 'message') return noRecords.members;
  return window(schema.parse({})).counts === 'matches' ? noRecords.text : undefined;
}

function viewTrace(trace: Trace) {
  const { rule, fires, conditions } = trace;
  const is = fires ? (rule.mode === 'monitor' ? 'watched' : 'fires') : 'silent';
  return {
    id: rule.id === '0' ? undefined : rule.id,
    name: rule.name,
    kind: kindOf(rule.kind).title,
    limits: limitsInWords(rule),
    tag: verdicts[is],
    states: stateTags({ ...rule, unreadable: [] }),
    deed: fires ? deedInWords(rule) : undefined,
    why: fires ? explain(trace) : undefined,
    conditions: conditions.map((condition) => ({ ...condition, tag: calm(conditionTag(condition)) })),
  };
}

const verdicts = {
  fires: { text: 'Would fire', tone: 'bad' },
  watched: { text: 'Would fire, and only watch', tone: 'warn' },
  silent: { text: 'Would not fire', tone: 'plain' },
} as const;

/** Most rules do not fire, and nothing is wrong with that. */
function calm(tag: Tag): Tag {
  return tag.tone === 'bad' ? { ...tag, tone: 'plain' } : tag;
}
