import type { APIEmbed, APIEmbedField } from 'discord-api-types/v10';
import type { ListedFiring } from '../../shared/automod/firing-list.ts';
import type { AutoModFiringMessage } from '../../shared/automod/model.ts';
import { SECOND } from '../../shared/core/clock.ts';
import { cut, literally } from '../../shared/core/plain-text.ts';
import type { ViewedCase } from '../../shared/moderation/case-view.ts';
import { tellDuration } from '../../shared/moderation/durations.ts';
import { linkTo, quote } from '../../shared/moderation/logs/entry.ts';
import { type CaseTexts, caseTexts } from './case-texts.ts';
import { texts } from './texts.ts';
import { timeTag } from './times.ts';

/** A firing of a rule that led to the case, and messages that made it fire. */
export interface Why {
  firing: ListedFiring;
  messages: AutoModFiringMessage[];
}

const longestField = 1_024; // characters (Discord documentation, "Embed Limits"); an embed has 6,000
const notesShown = 4;

/** A case as moderators see it. */
export function drawCase(found: ViewedCase, why: readonly Why[], locale: string | undefined): APIEmbed {
  const words = caseTexts(locale);
  const { fields } = words;
  const { number, kind, user, reason, createdAt, endsAt, effect, lift, answer, resolvedAt } = found;
  const said = literally(cut(answer ?? '', 100));
  const rows: [name: string, value: string | false | null, inline?: boolean][] = [
    [fields.member, `<@${user}>`, true],
    [fields.moderator, nameActor(found), true],
    [fields.opened, timeTag(createdAt), true],
    [fields.reason, reason === '' ? words.noReason : literally(cut(reason, 450))],
    [fields.ends, endsAt && timeTag(endsAt), true],
    [fields.discord, effect !== 'none' && words.effects[effect](said), true],
    [fields.lift, lift !== 'none' && words.effects[lift](said), true],
    [fields.warning, found.warning && sayWarning(found.warning, words), true],
    [fields.ledTo, found.ledTo !== null && words.case(found.ledTo), true],
    [fields.resolved, resolvedAt && sayResolved(found, resolvedAt, words)],
    [fields.message, sayEvidence(found, words)],
    [fields.why, fitting(why.map((each) => sayWhy(each, words)))],
    [fields.appeal, found.appeal && sayAppeal(found.appeal, words)],
    [fields.notes, sayNotes(found.notes, words)],
  ];
  return {
    title: words.title(number, texts(locale).kinds[kind]),
    fields: rows.flatMap(([name, value, inline = false]): APIEmbedField[] =>
      value ? [{ name, value: cut(value, longestField), inline }] : [],
    ),
  };
}

export function nameActor({
  actorKind,
  actorId,
  actorName,
}: Pick<ViewedCase, 'actorKind' | 'actorId' | 'actorName'>): string {
  return actorKind === 'member' && actorId ? `<@${actorId}>` : literally(cut(actorName, 100)) || '–';
}

function sayWarning(warning: NonNullable<ViewedCase['warning']>, words: CaseTexts): string {
  const { expiresAt, withdrawnAt, withdrawnBy } = warning;
  if (withdrawnAt)
    return `${words.warnings.withdrawn}: ${words.by(timeTag(withdrawnAt), literally(withdrawnBy ?? ''))}`;
  if (!expiresAt) return `${words.warnings.active}, ${words.never}`;
  return `${words.warnings.active}, ${words.expires(timeTag(expiresAt, 'd'))}`;
}

function sayResolved({ resolvedBy, resolvedNote }: ViewedCase, at: Date, words: CaseTexts): string {
  const by = words.by(timeTag(at), literally(cut(resolvedBy ?? '', 100)));
  return resolvedNote ? `${by}\n${literally(cut(resolvedNote, 300))}` : by;
}

function sayEvidence({ guild, evidence }: ViewedCase, words: CaseTexts): string | null {
  if (!evidence) return null;
  const link = `[${words.link}](${linkTo(guild, evidence.channel, evidence.message)})`;
  return evidence.excerpt === '' ? link : `${link}\n${quote(evidence.excerpt, 300)}`;
}

function sayWhy({ firing, messages }: Why, words: CaseTexts): string {
  const { guildId, ruleName, ruleVersion, reached, needed, withinMs, excerpt } = firing;
  const period = withinMs === null ? '' : tellDuration(withinMs / SECOND);
  const counted = reached !== null && needed !== null ? [words.counted(reached, needed, period)] : [];
  const links = messages.map(
    ({ channelId, messageId }, index) => `[${index + 1}](${linkTo(guildId, channelId, messageId)})`,
  );
  const facts = [words.rule(literally(cut(ruleName, 60)), ruleVersion), ...counted, links.join(' ')];
  const line = facts.filter((fact) => fact !== '').join(' · ');
  return excerpt ? `${line}\n${quote(excerpt, 80)}` : line;
}

function sayAppeal({ state, text, createdAt }: NonNullable<ViewedCase['appeal']>, words: CaseTexts): string {
  const fact = `${words.appeals[state]} (${timeTag(createdAt)})`;
  return text === '' ? fact : `${fact}\n${quote(text, 200)}`;
}

/** The latest ones. */
function sayNotes(notes: ViewedCase['notes'], words: CaseTexts): string {
  const lines = notes
    .slice(-notesShown)
    .map(
      ({ at, by, text }) => `${words.by(timeTag(at), literally(cut(by, 40)))}: ${literally(cut(text, 90))}`,
    );
  const more = notes.length - notesShown;
  return fitting([...(more > 0 ? [words.more(more)] : []), ...lines]);
}

/** As many as one field takes, whole: half a link leads nowhere. */
function fitting(lines: readonly string[]): string {
  let text = '';
  for (const line of lines) {
    const next = text === '' ? line : `${text}\n${line}`;
    if (next.length > longestField) break;
    text = next;
  }
  return text;
}
