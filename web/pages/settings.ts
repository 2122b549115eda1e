import { AppError } from '../../shared/core/errors.ts';
import { checkValues } from '../../shared/core/faults.ts';
import { diffSettings } from '../../shared/settings/diff.ts';
import { fieldsOf } from '../../shared/settings/fields.ts';
import { saveSettings } from '../../shared/settings/store.ts';
import { readSettings } from '../../shared/settings/stored.ts';
import { readValuesAt, readVersion } from '../../shared/settings/versions.ts';
import type { Context } from '../context.ts';
import { type Page, type PageDeps, seeOther, show } from '../http/page.ts';
import { keptForm, keptNotice } from '../middleware/kept-form.ts';
import { flash } from '../middleware/session.ts';
import { actorOf } from '../middleware/staff.ts';
import { listConflicts, mergeChosen } from './settings-conflict.ts';
import { errorsOf, fillForm, type Posted, readForm, textsOf } from './settings-form.ts';
import { type Place, placeOf, postedOf, versionOf } from './settings-place.ts';
import { readPicks, viewFacts, viewForm } from './settings-view.ts';

const templates = {
  form: new URL('./settings.pug', import.meta.url),
  preview: new URL('./settings-preview.pug', import.meta.url),
  conflict: new URL('./settings-conflict.pug', import.meta.url),
};

/** The settings of every feature: the form, what would change, and what to do where somebody else saved meanwhile. */
export const settings: Page[] = [
  { method: 'get', path: '/admin/guilds/:guildId/settings/:feature', access: 'viewer', handle: open },
  { method: 'post', path: '/admin/guilds/:guildId/settings/:feature', access: 'admin', handle: submit },
];

/** What was typed into a form, and the version it was begun with. */
interface Entry extends Place {
  posted: Posted;
  basedOn: number;
}

async function open(ctx: Context, deps: PageDeps): Promise<void> {
  const place = placeOf(ctx);
  const { definition, guild } = place;
  const now = await readSettings(deps, definition, guild.id);
  const kept = place.mayChange ? keptForm(ctx) : undefined;
  const posted = kept ?? fillForm(fieldsOf(definition.schema), now.values);
  const basedOn = versionOf(kept?.version) ?? now.version;
  const remark = kept ? keptNotice : unreadable(now.unreadable);
  const facts = viewFacts(definition, now.values, await readPicks(deps, guild.id));
  await showForm(ctx, deps, { ...place, posted, basedOn }, { remark, facts });
}

function unreadable(titles: readonly string[]): string | undefined {
  if (titles.length === 0) return undefined;
  return `What is stored cannot be read, and nothing of it is obeyed until you save. Shown with defaults: ${titles.join(', ')}.`;
}

/** The form is posted to be looked at, to be saved, to be typed into again, or with a choice after a conflict. */
async function submit(ctx: Context, deps: PageDeps): Promise<void> {
  const posted = postedOf(ctx);
  const basedOn = versionOf(posted.version);
  if (basedOn === undefined) throw new AppError('bad-input');
  const [step = 'preview'] = textsOf(posted, 'step');
  const entry = { ...placeOf(ctx), posted, basedOn };
  if (step === 'edit') return showForm(ctx, deps, entry);
  const typed = readForm(fieldsOf(entry.definition.schema), posted);
  const checked = checkValues(entry.definition.schema, typed.given);
  if (checked.is === 'valid') return (steps.get(step) ?? preview)(ctx, deps, entry, checked.values);
  ctx.status = 422;
  await showForm(ctx, deps, entry, { errors: errorsOf(checked.faults, typed) });
}

type Values = Record<string, unknown>;

const steps = new Map(Object.entries({ preview, save, merge }));

async function preview(ctx: Context, deps: PageDeps, entry: Entry, values: Values): Promise<void> {
  const { definition, guild, basedOn, path } = entry;
  const now = await readSettings(deps, definition, guild.id);
  const { names } = await readPicks(deps, guild.id);
  const changes = diffSettings(definition, now.values, values, names);
  if (changes.length === 0 && now.unreadable.length === 0)
    return showForm(ctx, deps, { ...entry, basedOn: now.version }, { remark: 'Nothing has changed.' });
  if (now.version !== basedOn) return showConflict(ctx, deps, entry, values);
  const fields = { ...fillForm(fieldsOf(definition.schema), values), version: String(basedOn) };
  show(ctx, deps, templates.preview, { title: titleOf(entry), guild, definition, path, changes, fields });
}

async function save(ctx: Context, deps: PageDeps, entry: Entry, values: Values): Promise<void> {
  const { definition, guild, basedOn, path } = entry;
  const saved = await saveSettings(deps, definition, guild.id, { values, basedOn, by: actorOf(ctx) });
  if (saved.is === 'conflict') return showConflict(ctx, deps, entry, values);
  if (saved.is === 'foreign') {
    ctx.status = 422;
    const errors = Object.fromEntries(saved.faults.map(({ path, message }) => [path, message]));
    return showForm(ctx, deps, entry, { errors });
  }
  const done = `Saved as version ${saved.version}. Every process obeys within a second.`;
  flash(ctx, saved.is === 'saved' ? done : 'Nothing had changed.');
  seeOther(ctx, path);
}

/** The version posted is the one that was chosen from. */
async function merge(ctx: Context, deps: PageDeps, entry: Entry, yours: Values): Promise<void> {
  const { definition, guild, posted, basedOn } = entry;
  const { values: theirs, version } = await readSettings(deps, definition, guild.id);
  if (version !== basedOn) return showConflict(ctx, deps, entry, yours);
  const merged = definition.schema.parse(mergeChosen({ theirs, yours }, posted));
  await preview(ctx, deps, { ...entry, posted: fillForm(fieldsOf(definition.schema), merged) }, merged);
}

async function showConflict(ctx: Context, deps: PageDeps, entry: Entry, yours: Values): Promise<void> {
  const { definition, guild, basedOn, path } = entry;
  const { values: theirs, version } = await readSettings(deps, definition, guild.id);
  const [base, theirVersion, { names }] = await Promise.all([
    readValuesAt(deps, definition, guild.id, basedOn),
    readVersion(deps, definition, guild.id, version),
    readPicks(deps, guild.id),
  ]);
  const conflicts = listConflicts(definition, { base, theirs, yours }, names);
  const changes = base && diffSettings(definition, base, theirs, names);
  const fields = { ...fillForm(fieldsOf(definition.schema), yours), version: String(version) };
  ctx.status = 409;
  const title = `${titleOf(entry)}: saved by somebody else meanwhile`;
  const who = { version, actor: theirVersion?.actor, at: theirVersion?.at };
  show(ctx, deps, templates.conflict, { title, guild, definition, path, conflicts, changes, fields, ...who });
}

async function showForm(
  ctx: Context,
  deps: PageDeps,
  entry: Entry,
  more: { errors?: Record<string, string>; remark?: string; facts?: ReturnType<typeof viewFacts> } = {},
): Promise<void> {
  const { definition, guild, posted } = entry;
  const { errors = {}, remark, facts } = more;
  const picks = await readPicks(deps, guild.id);
  show(ctx, deps, templates.form, {
    ...entry,
    title: titleOf(entry),
    sections: viewForm(definition, posted, errors, picks),
    timeZones: Intl.supportedValuesOf('timeZone'),
    wrong: Object.keys(errors).length,
    unsaved: ctx.method === 'POST' || remark === keptNotice,
    remark,
    facts,
  });
}

function titleOf({ definition }: Place): string {
  return `${definition.title} settings`;
}
