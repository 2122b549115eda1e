import type { Recorded } from '../../shared/automod/firings.ts';
import type { AutoModSettings } from '../../shared/automod/settings.ts';
import { MINUTE } from '../../shared/core/clock.ts';
import { literally } from '../../shared/core/plain-text.ts';
import type { Snowflake } from '../../shared/core/snowflake.ts';
import { planDeletions, punish, tellMember } from '../../shared/effects/moderation.ts';
import type { PlannedEffect } from '../../shared/effects/planned.ts';
import type { CaseState } from '../../shared/moderation/cases.ts';
import type { Escalated } from '../../shared/moderation/escalation.ts';
import type { ToldCase } from '../../shared/moderation/logs/cases.ts';
import type { ModerationConfig } from '../../shared/moderation/settings.ts';
import { planLog } from './log.ts';
import { texts } from './texts.ts';

interface Outcomes {
  firings: Recorded[];
  ladder: Escalated[];
}

/** What Discord is to do: cases that wait for it, and messages that are to go. */
export function planPunishments({ firings, ladder }: Outcomes): PlannedEffect[] {
  const cases = [...firings.map((firing) => firing.case), ...ladder.map((each) => each.case)];
  const waiting = new Map(
    cases.flatMap((state) =>
      state?.effect === 'wanted' && !state.resolved ? [[state.id, state] as const] : [],
    ),
  );
  const gone = firings.flatMap(({ hit: { guild }, wanted }) => wanted.map((each) => ({ guild, ...each })));
  return [...[...waiting.values()].flatMap((state) => punish(state) ?? []), ...planDeletions(gone)];
}

const tellable = 2 * MINUTE; // Discord knows nonces for "the past few minutes"

/** What is new; on a further attempt also what the one before may have left untold. */
export function toBeTold(
  { firings, ladder }: Outcomes,
  { attempt, now }: { attempt: number; now: number },
): Outcomes {
  const isYoung = ({ createdAt }: Recorded) => now - Number(createdAt) / 1_000 < tellable;
  const told = firings.filter((firing) => firing.isNew || (attempt > 0 && isYoung(firing)));
  const cases = new Set(told.map((firing) => firing.case?.id));
  return { firings: told, ladder: ladder.filter(({ warned }) => cases.has(warned)) };
}

/** What the log of cases says of them: what they opened, and what they made ask for more. */
export function toldCases({ firings, ladder }: Outcomes): ToldCase[] {
  const ofFirings = firings.flatMap(({ case: state, outcome }): ToldCase[] => {
    if (!state || (outcome !== 'acted' && outcome !== 'upgraded')) return [];
    return [{ ...state, what: outcome === 'acted' ? 'opened' : 'upgraded' }];
  });
  return [...ofFirings, ...ladder.map(({ case: state }): ToldCase => ({ ...state, what: 'opened' }))];
}

interface Surroundings {
  policies: ReadonlyMap<Snowflake, ModerationConfig>;
  configs: ReadonlyMap<Snowflake, AutoModSettings>;
  names: ReadonlyMap<Snowflake, string>;
}

/** What people are told: members of warnings and timeouts, moderators in their log. In English: nothing tells whose language here. */
export function planMessages(
  { firings, ladder }: Outcomes,
  { policies, configs, names }: Surroundings,
): PlannedEffect[] {
  const words = texts();
  const tell = (firing: Recorded, state: CaseState): PlannedEffect[] => {
    const { guild, why } = firing.hit;
    if (!policies.get(guild)?.tellMember) return [];
    const about = { guild: literally(names.get(guild) ?? ''), why };
    const content =
      state.kind === 'warn'
        ? words.warned(about)
        : state.kind === 'timeout' && words.timedOut({ ...about, until: state.endsAt ?? 0 });
    if (!content) return [];
    return [tellMember({ guild, user: state.user, content, nonce: `case-${state.id}-${state.kind}` })];
  };
  const acting = firings.filter(({ outcome }) => outcome === 'acted' || outcome === 'upgraded');
  const warnings = acting.filter((firing) => firing.case?.kind === 'warn' && firing.hit.action.is === 'warn');
  return [
    ...acting.flatMap((firing) =>
      firing.case?.kind === firing.hit.action.is ? tell(firing, firing.case) : [],
    ),
    ...ladder.flatMap(({ case: state, warned }) => {
      const firing = warnings.find((each) => each.case?.id === warned);
      return firing ? tell(firing, state) : [];
    }),
    ...warnings.flatMap((firing) =>
      configs.get(firing.hit.guild)?.config.warnInChannel ? warnThere(firing) : [],
    ),
    ...planLog(firings, policies),
  ];
}

/** Where the message was; it pings nobody. */
function warnThere({ hit, firing }: Recorded): PlannedEffect[] {
  const message = hit.messages.at(-1);
  if (!message) return [];
  const content = texts().warnedHere({ user: hit.user, why: hit.why });
  const said = { content, pings: [], nonce: `warn-${firing}`, since: message.id };
  return [
    {
      id: `say-warn-${firing}`,
      effect: { kind: 'say', guild: hit.guild, channel: message.channel, ...said },
    },
  ];
}
