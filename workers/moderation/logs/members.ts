import type { AuditEntryEvent } from '../../../shared/core/events.ts';
import { cut, literally } from '../../../shared/core/plain-text.ts';
import { type Snowflake, timeOf } from '../../../shared/core/snowflake.ts';
import {
  colors,
  type LogEntry,
  lines,
  mention,
  placeOf,
  showTime,
  timed,
} from '../../../shared/moderation/logs/entry.ts';
import { findJoinTimes } from '../../../shared/sync/join-times.ts';
import type { Context } from '../../context.ts';
import type { Batch } from '../../runtime/handler.ts';
import { type LogDeps, queueEntries, tellable } from './entries.ts';

/** Who joins, where guilds want to know (setting `joinLog`). */
export async function logJoins(context: LogDeps, batch: Batch<'GUILD_MEMBER_ADD'>): Promise<void> {
  const policies = await context.settings.moderation.get(batch.events.map(({ d }) => d.guild));
  const entries = tellable(context, batch).flatMap(({ id, d, at }): LogEntry[] => {
    const place = placeOf(policies, d.guild, 'joinLog');
    if (!place) return [];
    const { user } = d.member;
    const embed = {
      title: user.bot ? 'A bot was added' : 'Member joined',
      color: colors.good,
      description: lines(
        `${mention(user.id)} ${literally(user.username)}`,
        `Account made ${showTime(timeOf(user.id))}`,
      ),
    };
    return [{ ...place, nonce: `join-${id}`, embeds: [timed(embed, at)] }];
  });
  await queueEntries(context, entries);
}

/** Who leaves, or is made to, and how long they were there. */
export async function logLeaves(context: LogDeps, batch: Batch<'GUILD_MEMBER_REMOVE'>): Promise<void> {
  const policies = await context.settings.moderation.get(batch.events.map(({ d }) => d.guild));
  const left = tellable(context, batch).flatMap(({ id, d, at }) => {
    const place = placeOf(policies, d.guild, 'joinLog');
    return place ? [{ place, id, at, guild: d.guild, user: d.user }] : [];
  });
  const joined = await findJoinTimes(
    context,
    left.map(({ guild, user }) => ({ guild, user: user.id })),
  );
  const entries = left.map(({ place, id, at, guild, user }): LogEntry => {
    const since = joined({ guild, user: user.id });
    const embed = {
      title: user.bot ? 'A bot was removed' : 'Member left',
      color: colors.plain,
      description: lines(
        `${mention(user.id)} ${literally(user.username)}`,
        since && `Member since ${showTime(since)}`,
      ),
    };
    return { ...place, nonce: `leave-${id}`, embeds: [timed(embed, at)] };
  });
  await queueEntries(context, entries);
}

/** Roles and nicknames that somebody changed; those that this bot gives and takes are told elsewhere, and by the thousand. */
export async function logMemberChanges(
  context: LogDeps & Pick<Context, 'applicationId'>,
  batch: Batch<'GUILD_AUDIT_LOG_ENTRY_CREATE'>,
): Promise<void> {
  const events = tellable(context, batch).filter(
    ({ d }) => (d.roles || d.nick) && d.by !== context.applicationId,
  );
  const policies = await context.settings.moderation.get(events.map(({ d }) => d.guild));
  const entries = events.flatMap(({ d }): LogEntry[] => {
    const place = d.target === null ? undefined : placeOf(policies, d.guild, 'memberLog');
    if (!place || d.target === null) return [];
    const embed = {
      title: d.roles ? 'Roles changed' : 'Nickname changed',
      color: colors.plain,
      description: lines(
        `Member: ${mention(d.target)}`,
        d.by !== null && d.by !== d.target && `By: <@${d.by}>`,
        ...changesOf(d),
        d.reason !== '' && `Reason: ${literally(cut(d.reason, 500))}`,
      ),
    };
    return [{ ...place, nonce: `audit-${d.id}`, embeds: [timed(embed, timeOf(d.id))] }];
  });
  await queueEntries(context, entries);
}

function changesOf({ roles, nick }: AuditEntryEvent): string[] {
  if (roles)
    return [
      ...(roles.given.length > 0 ? [`Given: ${listRoles(roles.given)}`] : []),
      ...(roles.taken.length > 0 ? [`Taken: ${listRoles(roles.taken)}`] : []),
    ];
  return nick ? [`Before: ${nameOr(nick.before)}`, `Now: ${nameOr(nick.after)}`] : [];
}

const mostRoles = 20; // of one change

function listRoles(roles: readonly { id: Snowflake; name: string }[]): string {
  const shown = roles.slice(0, mostRoles).map(({ id, name }) => `<@&${id}> ${literally(cut(name, 60))}`);
  const more = roles.length - shown.length;
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ');
}

function nameOr(nick: string | null): string {
  return nick === null ? 'none' : literally(nick);
}
