import { z } from 'zod';
import { audit, type Deed } from '../accounts/audit.ts';
import { tellProcesses } from '../core/announcement.ts';
import type { Log } from '../core/log.ts';
import type { Cluster, Redis } from '../core/redis.ts';
import type { Snowflake } from '../core/snowflake.ts';
import { type Knex, transact } from '../db/knex.ts';
import { FileRule } from './model.ts';
import { decisions } from './settings.ts';

/** As people write an extension: `.PNG` is `png`. */
export const Extension = z
  .string()
  .trim()
  .toLowerCase()
  .transform((text) => text.replace(/^\./, ''))
  .pipe(z.string().regex(/^[^.\s/\\]{1,32}$/, 'the last part of a name, such as png'));

export const FileRuleShape = {
  extension: Extension,
  decision: z.enum(decisions),
  message: z.string().trim().min(1).max(1_000).nullable(),
};
export interface FileRuleDraft {
  extension: string;
  decision: (typeof decisions)[number];
  message: string | null;
}

type By = Pick<Deed, 'actor' | 'ip' | 'requestId'>;
type Deps = { db: Knex; redis: Redis | Cluster; log: Pick<Log, 'warn'> };

export const mostFileRules = 200; // of a guild

/** A guild's file rules by extension; at most `mostFileRules`. */
export async function listFileRules({ db }: Pick<Deps, 'db'>, guild: Snowflake): Promise<FileRule[]> {
  return FileRule.query(db).where('guild_id', guild).orderBy('extension');
}

export async function findFileRule(
  { db }: Pick<Deps, 'db'>,
  guild: Snowflake,
  id: string,
): Promise<FileRule | undefined> {
  return FileRule.query(db).findOne({ guild_id: guild, id });
}

export type FileRuleCreation = { is: 'created'; rule: FileRule } | { is: 'taken' } | { is: 'full' };

/** Every process obeys within a second. */
export async function createFileRule(
  deps: Deps,
  guild: Snowflake,
  draft: FileRuleDraft,
  by: By,
): Promise<FileRuleCreation> {
  const made = await createWithin(deps, guild, draft, by);
  if (made.is === 'created') await tellProcesses(deps, 'files', guild);
  return made;
}

/** As `createFileRule`; `db` may be a transaction of the caller's, who tells the processes after the commit. */
export function createWithin(
  { db }: Pick<Deps, 'db'>,
  guild: Snowflake,
  draft: FileRuleDraft,
  by: By,
): Promise<FileRuleCreation> {
  return transact(db, async (trx) => {
    await oneAtATime(trx, guild);
    const rules = await listFileRules({ db: trx }, guild);
    if (rules.some(({ extension }) => extension === draft.extension)) return { is: 'taken' as const };
    if (rules.length >= mostFileRules) return { is: 'full' as const };
    const rule = await FileRule.query(trx)
      .insert({ guildId: guild, ...draft })
      .returning('*');
    await audit(trx, { ...by, guild, action: 'file-rule.created', subject: draft.extension, after: draft });
    return { is: 'created' as const, rule };
  });
}

export type FileRuleChange =
  | { is: 'changed'; rule: FileRule }
  | { is: 'unknown' }
  /** Somebody else changed it since it was read as `version`. */
  | { is: 'stale'; rule: FileRule }
  | { is: 'taken' };

interface ChangeOrder {
  id: string;
  version: number;
  changes: Partial<FileRuleDraft>;
}

/** Changes what is given of a rule that was read as `version`; where all is so already nothing is written. */
export async function changeFileRule(
  deps: Deps,
  guild: Snowflake,
  order: ChangeOrder,
  by: By,
): Promise<FileRuleChange> {
  const changed = await changeWithin(deps, guild, order, by);
  if (changed.is === 'changed') await tellProcesses(deps, 'files', guild);
  return changed;
}

/** As `createWithin`. */
export function changeWithin(
  { db }: Pick<Deps, 'db'>,
  guild: Snowflake,
  { id, version, changes }: ChangeOrder,
  by: By,
): Promise<FileRuleChange> {
  return transact(db, async (trx): Promise<FileRuleChange> => {
    await oneAtATime(trx, guild);
    const before = await findFileRule({ db: trx }, guild, id);
    if (!before) return { is: 'unknown' };
    if (before.version !== version) return { is: 'stale', rule: before };
    const [old, fresh] = [draftOf(before), { ...draftOf(before), ...changes }];
    if (JSON.stringify(old) === JSON.stringify(fresh)) return { is: 'changed', rule: before };
    const twin = await FileRule.query(trx).findOne({ guild_id: guild, extension: fresh.extension });
    if (twin && twin.id !== id) return { is: 'taken' };
    await trx('file_rules')
      .where({ id })
      .update({ ...fresh, version: version + 1 });
    await audit(trx, {
      ...by,
      guild,
      action: 'file-rule.changed',
      subject: fresh.extension,
      before: old,
      after: fresh,
    });
    return { is: 'changed', rule: await reread(trx, guild, id) };
  });
}

export type FileRuleRemoval = { is: 'deleted' } | Extract<FileRuleChange, { is: 'unknown' | 'stale' }>;

/** Of a given version where one is given. */
export async function deleteFileRule(
  deps: Deps,
  guild: Snowflake,
  order: { id: string; version?: number },
  by: By,
): Promise<FileRuleRemoval> {
  const removed = await deleteWithin(deps, guild, order, by);
  if (removed.is === 'deleted') await tellProcesses(deps, 'files', guild);
  return removed;
}

/** As `createWithin`. */
export function deleteWithin(
  { db }: Pick<Deps, 'db'>,
  guild: Snowflake,
  { id, version }: { id: string; version?: number },
  by: By,
): Promise<FileRuleRemoval> {
  return transact(db, async (trx) => {
    await oneAtATime(trx, guild);
    const rule = await findFileRule({ db: trx }, guild, id);
    if (!rule) return { is: 'unknown' as const };
    if (version !== undefined && rule.version !== version) return { is: 'stale' as const, rule };
    await trx('file_rules').where({ id }).delete();
    const deed = {
      ...by,
      guild,
      action: 'file-rule.deleted',
      subject: rule.extension,
      before: draftOf(rule),
    };
    await audit(trx, deed);
    return { is: 'deleted' as const };
  });
}

/** So that of two who want the same extension the second one is told. */
async function oneAtATime(trx: Knex.Transaction, guild: Snowflake): Promise<void> {
  await trx.raw('SELECT pg_advisory_xact_lock(hashtextextended(?, 0))', [`file-rules:${guild}`]);
}

async function reread(trx: Knex.Transaction, guild: Snowflake, id: string): Promise<FileRule> {
  const rule = await findFileRule({ db: trx }, guild, id);
  if (!rule) throw new Error('a file rule that was just written is not there');
  return rule;
}

export function draftOf({ extension, decision, message }: FileRuleDraft): FileRuleDraft {
  return { extension, decision, message };
}
