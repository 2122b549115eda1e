import { DAY } from '../../shared/core/clock.ts';
import type { Envelope, MessageEvent } from '../../shared/core/events.ts';
import { timeOf } from '../../shared/core/snowflake.ts';
import { planDeletions } from '../../shared/effects/moderation.ts';
import { type PlannedEffect, queueEffects } from '../../shared/effects/planned.ts';
import { recordAttachments, type SeenAttachment } from '../../shared/files/attachments.ts';
import { decide, extensionsOf, strictest, type Verdict } from '../../shared/files/decide.ts';
import type { FileSettings } from '../../shared/files/settings.ts';
import { isModerator } from '../../shared/moderation/moderators.ts';
import type { Context } from '../context.ts';
import { fillIn } from './texts.ts';

type Deps = Pick<Context, 'clock' | 'db' | 'partitions' | 'queue' | 'settings'>;
type MessageType = 'MESSAGE_CREATE' | 'MESSAGE_UPDATE';
interface Batch {
  events: Envelope<MessageType>[];
  attempt: number;
}

interface Judged {
  message: MessageEvent;
  settings: FileSettings | undefined;
  files: { id: string; name: string; verdict: Verdict; decision: SeenAttachment['decision'] }[];
}

const kept = 150 * DAY; // an edit of an older message has nowhere to be recorded (shared/db/partitions.ts)

/**
 * Records the attachments of a batch of messages, and does what the guild's file rules say (product §3, "Files"). Handled
 * again it records nothing twice, deletes what is still there, and says nothing that Discord still knows it said.
 */
export async function checkFiles(context: Deps, { events, attempt }: Batch): Promise<void> {
  const messages = events.map(({ d }) => d).filter(({ attachments }) => attachments.length > 0);
  if (messages.length === 0) return;
  const judged = await judge(context, messages);
  const fresh = await recordAttachments(context.db, judged.flatMap(rowsOf), new Date(context.clock() - kept));
  // of an edited message only what was not there before is news; a repeated batch cannot tell the two apart
  const news = judged.map((each) => ({
    ...each,
    files: each.files.filter(({ id }) => attempt > 0 || fresh.has(id)),
  }));
  await queueEffects(context, effectsOf(news));
}

async function judge(context: Deps, messages: MessageEvent[]): Promise<Judged[]> {
  const known = await context.settings.files.get(messages.map(({ guild }) => guild));
  return messages.map((message): Judged => {
    const settings = known.get(message.guild);
    const free = leftAlone(settings, message);
    const files = message.attachments.map(({ id, name }) => {
      const verdict = settings ? decide(settings, name) : undecided(name);
      return { id, name, verdict, decision: free ?? verdict.decision };
    });
    return { message, settings, files };
  });
}

/** Why nothing is done about any of its files, where that is so. */
function leftAlone(settings: FileSettings | undefined, message: MessageEvent): 'off' | 'exempt' | undefined {
  if (!settings?.config.enabled) return 'off';
  return isExempt(settings, message) ? 'exempt' : undefined;
}

function undecided(name: string): Verdict {
  return { decision: 'allow', extension: extensionsOf(name).at(-1) ?? null, message: null };
}

function isExempt(
  settings: FileSettings,
  { guild, channel, parent: told, author, roles }: MessageEvent,
): boolean {
  const { exemptModerators, exemptRoles, exemptChannels } = settings.config;
  const parent = told ?? settings.threads.get(channel) ?? null;
  if (exemptModerators && isModerator(settings, { guild, user: author.id, roles, channel, parent }))
    return true;
  if (exemptRoles.includes(guild) || exemptRoles.some((role) => roles.includes(role))) return true; // @everyone has the guild's id
  return exemptChannels.includes(channel) || (parent !== null && exemptChannels.includes(parent));
}

function rowsOf({ message, files }: Judged): SeenAttachment[] {
  const { guild, channel, author, attachments } = message;
  return files.map(({ verdict, decision }, index) => {
    const { id = '', name = '', size = 0, url = '' } = attachments[index] ?? {};
    const place = { guild, channel, message: message.id, user: author.id, at: timeOf(message.id) };
    return { ...place, id, name, size, url, extension: verdict.extension, decision };
  });
}

function effectsOf(judged: Judged[]): PlannedEffect[] {
  const blocked = judged.filter(({ files }) => files.some(({ decision }) => decision === 'block'));
  const deletions = blocked.map(({ message: { guild, channel, id } }) => ({ guild, channel, message: id }));
  return [...planDeletions(deletions), ...judged.flatMap((each) => say(each) ?? [])];
}

/** One text for a message, about its strictest file. Only whose file was blocked is pinged. */
function say({ message, settings, files }: Judged): PlannedEffect | undefined {
  const acted = files.flatMap(({ decision, ...rest }) =>
    decision === 'warn' || decision === 'block' ? [{ ...rest, decision }] : [],
  );
  const worst = strictest(acted);
  if (!worst || !settings) return undefined;
  const { guild, channel, id, author } = message;
  const template = worst.verdict.message ?? settings.config.message;
  const content = fillIn(template, { user: author.id, extension: worst.verdict.extension, name: worst.name });
  const pings = worst.decision === 'block' ? [author.id] : [];
  return {
    id: `file-${id}`,
    effect: { kind: 'say', guild, channel, content, pings, nonce: `f${id}`, since: id },
  };
}
