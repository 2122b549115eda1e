import { z } from 'zod';
import type { Knex } from '../../db/knex.ts';
import { caseKinds } from '../model.ts';
import {
  colors,
  type LogEntry,
  lines,
  linkTo,
  mention,
  type Policies,
  placeOf,
  quote,
  timed,
} from './entry.ts';

type Deps = { db: Knex };

const Report = z.object({
  id: z.string(),
  guild: z.string(),
  channel: z.string(),
  message: z.string(),
  author: z.string(),
  reporter: z.string(),
  excerpt: z.string(),
  reason: z.string(),
  at: z.date(),
});

/** Entries about messages that members told of; one query. */
export async function logReports(
  { db }: Deps,
  policies: Policies,
  ids: readonly string[],
): Promise<LogEntry[]> {
  if (ids.length === 0) return [];
  const { rows } = await db.raw<{ rows: unknown[] }>(
    `SELECT id::text, guild_id::text AS guild, channel_id::text AS channel, message_id::text AS message,
       author_id::text AS author, reporter_id::text AS reporter, excerpt, reason, created_at AS at
     FROM reports WHERE id = ANY(?::bigint[]) ORDER BY reports.id`,
    [[...ids]],
  );
  return z
    .array(Report)
    .parse(rows)
    .flatMap(({ id, guild, channel, message, author, reporter, excerpt, reason, at }): LogEntry[] => {
      const place = placeOf(policies, guild, 'reportLog', 'pingForReports');
      if (!place) return [];
      const embed = {
        title: `Report ${id}`,
        color: colors.notable,
        description: lines(
          `[A message](${linkTo(guild, channel, message)}) of ${mention(author)} in <#${channel}>`,
          `Reported by: ${mention(reporter)}`,
          reason !== '' && `Why:\n${quote(reason, 500)}`,
          excerpt !== '' && `It says:\n${quote(excerpt, 500)}`,
        ),
      };
      return [{ ...place, nonce: `report-${id}`, embeds: [timed(embed, at)] }];
    });
}

const Appeal = z.object({
  id: z.string(),
  guild: z.string(),
  number: z.number(),
  kind: z.enum(caseKinds),
  user: z.string(),
  text: z.string(),
  at: z.date(),
});

/** Entries about appeals that members made; one query. */
export async function logAppeals(
  { db }: Deps,
  policies: Policies,
  ids: readonly string[],
): Promise<LogEntry[]> {
  if (ids.length === 0) return [];
  const { rows } = await db.raw<{ rows: unknown[] }>(
    `SELECT a.id::text, a.guild_id::text AS guild, c.number, c.kind, a.user_id::text AS "user", a.text, a.created_at AS at
     FROM appeals a JOIN moderation_cases c ON c.id = a.case_id WHERE a.id = ANY(?::bigint[]) ORDER BY a.id`,
    [[...ids]],
  );
  return z
    .array(Appeal)
    .parse(rows)
    .flatMap(({ id, guild, number, kind, user, text, at }): LogEntry[] => {
      const place = placeOf(policies, guild, 'reportLog', 'pingForReports');
      if (!place) return [];
      const embed = {
        title: `Appeal against case ${number} (${kind})`,
        color: colors.notable,
        description: lines(`By: ${mention(user)}`, quote(text, 1_000)),
      };
      return [{ ...place, nonce: `appeal-${id}`, embeds: [timed(embed, at)] }];
    });
}
