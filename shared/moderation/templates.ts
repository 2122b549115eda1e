import { z } from 'zod';
import { audit, type Deed } from '../accounts/audit.ts';
import { oneLine } from '../core/plain-text.ts';
import type { Snowflake } from '../core/snowflake.ts';
import { type Knex, transact } from '../db/knex.ts';
import { ReasonTemplate } from './model.ts';

export type { ReasonTemplate } from './model.ts';

type Deps = { db: Knex };
type By = Pick<Deed, 'actor' | 'ip' | 'requestId'>;

export const TemplateShape = {
  name: z.string().overwrite(oneLine).min(1).max(64),
  text: z.string().overwrite(oneLine).min(1).max(400),
};
/** `name`: once in a guild, whatever its case. */
export interface TemplateDraft {
  name: string;
  text: string;
}

export const mostTemplates = 100; // of a guild
const mostSuggested = 25; // Discord documentation, "Autocomplete"

export type CreatedTemplate =
  | { is: 'created'; template: ReasonTemplate }
  | { is: 'name-taken' }
  | { is: 'too-many'; most: number };
export type ChangedTemplate =
  | { is: 'changed'; template: ReasonTemplate }
  | { is: 'unknown' }
  /** Somebody else changed it since it was read. */
  | { is: 'stale'; template: ReasonTemplate }
  | { is: 'name-taken' };

/** A guild's reasons by name. */
export async function listTemplates({ db }: Deps, guild: Snowflake): Promise<ReasonTemplate[]> {
  return ReasonTemplate.query(db).where('guild_id', guild).orderByRaw('lower(name), id');
}

export async function findTemplate(
  { db }: Deps,
  guild: Snowflake,
  id: string,
): Promise<ReasonTemplate | undefined> {
  return ReasonTemplate.query(db).findOne({ guild_id: guild, id });
}

/** Those whose name or text has what is typed, whatever its case; names that begin so first. At most 25. */
export async function suggestTemplates(
  { db }: Deps,
  guild: Snowflake,
  typed: string,
): Promise<ReasonTemplate[]> {
  const pattern = typed.trim().replace(/[\\%_]/g, '\\$&');
  return ReasonTemplate.query(db)
    .where('guild_id', guild)
    .whereRaw('(name ILIKE ? OR text ILIKE ?)', [`%${pattern}%`, `%${pattern}%`])
    .orderByRaw('name ILIKE ? DESC, lower(name), id', [`${pattern}%`])
    .limit(mostSuggested);
}

export function createTemplate(
  { db }: Deps,
  guild: Snowflake,
  draft: TemplateDraft,
  by: By,
): Promise<CreatedTemplate> {
  return transact(db, async (trx): Promise<CreatedTemplate> => {
    await oneAtATime(trx, guild);
    const many = await ReasonTemplate.query(trx).where('guild_id', guild).resultSize();
    if (many >= mostTemplates) return { is: 'too-many', most: mostTemplates };
    if (await isTaken(trx, guild, draft.name, null)) return { is: 'name-taken' };
    const template = await ReasonTemplate.query(trx)
      .insert({ guildId: guild, name: draft.name, text: draft.text })
      .returning('*');
    await audit(trx, { ...by, guild, action: 'template.created', subject: draft.name, after: draft });
    return { is: 'created', template };
  });
}

/** Changes what is given of a template that was read as `version`. */
export function updateTemplate(
  { db }: Deps,
  guild: Snowflake,
  { id, version, changes }: { id: string; version: number; changes: Partial<TemplateDraft> },
  by: By,
): Promise<ChangedTemplate> {
  return transact(db, async (trx): Promise<ChangedTemplate> => {
    await oneAtATime(trx, guild);
    const template = await findTemplate({ db: trx }, guild, id);
    if (!template) return { is: 'unknown' };
    if (template.version !== version) return { is: 'stale', template };
    const before = { name: template.name, text: template.text };
    const after = { ...before, ...changes };
    if (after.name === before.name && after.text === before.text) return { is: 'changed', template };
    if (await isTaken(trx, guild, after.name, id)) return { is: 'name-taken' };
    const changed = await template
      .$query(trx)
      .patchAndFetch({ name: after.name, text: after.text, version: version + 1 });
    await audit(trx, { ...by, guild, action: 'template.changed', subject: after.name, before, after });
    return { is: 'changed', template: changed };
  });
}

/** Removes a template, of a given version where one is given. Cases keep the reasons that they got from it. */
export function removeTemplate(
  { db }: Deps,
  guild: Snowflake,
  { id, version }: { id: string; version?: number },
  by: By,
): Promise<{ is: 'removed' } | Extract<ChangedTemplate, { is: 'unknown' | 'stale' }>> {
  return transact(db, async (trx) => {
    await oneAtATime(trx, guild);
    const template = await findTemplate({ db: trx }, guild, id);
    if (!template) return { is: 'unknown' };
    if (version !== undefined && template.version !== version) return { is: 'stale', template };
    await template.$query(trx).delete();
    const before = { name: template.name, text: template.text };
    await audit(trx, { ...by, guild, action: 'template.removed', subject: template.name, before });
    return { is: 'removed' };
  });
}

async function oneAtATime(trx: Knex.Transaction, guild: Snowflake): Promise<void> {
  await trx.raw('SELECT pg_advisory_xact_lock(hashtextextended(?, 0))', [`templates:${guild}`]);
}

async function isTaken(
  trx: Knex.Transaction,
  guild: Snowflake,
  name: string,
  self: string | null,
): Promise<boolean> {
  const twin = await ReasonTemplate.query(trx)
    .where('guild_id', guild)
    .whereRaw('lower(name) = lower(?)', [name])
    .whereRaw('id IS DISTINCT FROM ?::bigint', [self])
    .first();
  return twin !== undefined;
}
