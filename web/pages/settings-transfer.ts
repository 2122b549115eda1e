import { AppError } from '../../shared/core/errors.ts';
import type { Fault } from '../../shared/core/faults.ts';
import { type Format, parseText, printDocument } from '../../shared/settings/document.ts';
import { exportSettings, importSettings, type Planned, planImport } from '../../shared/settings/transfer.ts';
import type { Context } from '../context.ts';
import { type Page, type PageDeps, seeOther, show } from '../http/page.ts';
import { keptForm, keptNotice } from '../middleware/kept-form.ts';
import { flash } from '../middleware/session.ts';
import { actorOf, guildOf } from '../middleware/staff.ts';
import { type Posted, textsOf } from './settings-form.ts';
import { mayChange, postedOf, versionOf } from './settings-place.ts';
import { readPicks } from './settings-view.ts';

const templates = {
  start: new URL('./settings-transfer.pug', import.meta.url),
  preview: new URL('./settings-import.pug', import.meta.url),
};
const path = '/admin/guilds/:guildId/settings/transfer';

/** All settings of a guild as one file, out and in. They stand before the pages of single features: `transfer` is none. */
export const transfer: Page[] = [
  {
    method: 'get',
    path: '/admin/guilds/:guildId/settings',
    access: 'viewer',
    handle: (ctx) => seeOther(ctx, pathOf(ctx)),
  },
  { method: 'get', path, access: 'viewer', handle: open },
  { method: 'post', path, access: 'admin', handle: submit },
  { method: 'get', path: `${path}/:format`, access: 'viewer', handle: download },
];

function open(ctx: Context, deps: PageDeps): void {
  const kept = mayChange(ctx) ? keptForm(ctx) : undefined;
  const [text = ''] = textsOf(kept ?? {}, 'text');
  showStart(ctx, deps, { text, remark: kept && keptNotice });
}

const formats = new Map<string | undefined, { format: Format; type: string }>([
  ['yaml', { format: 'yaml', type: 'application/yaml' }],
  ['json', { format: 'json', type: 'application/json' }],
]);

async function download(ctx: Context, deps: PageDeps): Promise<void> {
  const chosen = formats.get(ctx.params.format);
  if (!chosen) throw new AppError('not-found');
  const guild = guildOf(ctx);
  const document = await exportSettings(deps, guild.id, deps.clock());
  const day = document.exportedAt?.slice(0, 10);
  ctx.attachment(`settings-${guild.id}-${day}.${chosen.format}`);
  ctx.type = chosen.type;
  ctx.set('Cache-Control', 'no-store');
  ctx.body = printDocument(document, chosen.format);
}

/** Looked at first, saved with the second click. */
async function submit(ctx: Context, deps: PageDeps): Promise<void> {
  const guild = guildOf(ctx);
  const posted = postedOf(ctx);
  const [text = ''] = textsOf(posted, 'text');
  const parsed = parseText(text);
  if (parsed.is === 'refused') return refuse(ctx, deps, text, parsed.faults);
  const { names } = await readPicks(deps, guild.id);
  const plan = await planImport(deps, guild.id, parsed.document, names);
  if (plan.is === 'refused') return refuse(ctx, deps, text, plan.faults);
  const changed = plan.features.filter(({ changes }) => changes.length > 0);
  const from = parsed.document.guild === guild.id ? undefined : parsed.document.guild;
  if (posted.step !== 'save') return showPreview(ctx, deps, { text, from, features: changed });
  const seen = plan.features.map((planned) => ({ ...planned, basedOn: seenVersion(posted, planned) }));
  const result = await importSettings(deps, guild.id, seen, actorOf(ctx));
  if (result.is === 'conflict') {
    ctx.status = 409;
    const fault = 'Nothing was imported: somebody saved settings meanwhile. This compares with theirs.';
    return showPreview(ctx, deps, { text, from, features: changed, fault });
  }
  const saved = Object.keys(result.versions).length;
  flash(ctx, saved > 0 ? 'Imported. Every process obeys within a second.' : 'Nothing had changed.');
  seeOther(ctx, pathOf(ctx));
}

function seenVersion(posted: Posted, { definition, basedOn }: Planned): number {
  return versionOf(posted[`version-${definition.feature}`]) ?? basedOn;
}

function refuse(ctx: Context, deps: PageDeps, text: string, faults: Fault[]): void {
  ctx.status = 422;
  showStart(ctx, deps, { text, faults });
}

function showStart(
  ctx: Context,
  deps: PageDeps,
  values: { text: string; faults?: Fault[]; remark?: string },
): void {
  const shared = { guild: guildOf(ctx), path: pathOf(ctx), mayChange: mayChange(ctx), faults: [] };
  show(ctx, deps, templates.start, { title: 'Import and export', ...shared, ...values });
}

function showPreview(
  ctx: Context,
  deps: PageDeps,
  values: { text: string; from?: string; features: Planned[]; fault?: string },
): void {
  const versions = values.features.map(({ definition, basedOn }): [string, string] => [
    `version-${definition.feature}`,
    String(basedOn),
  ]);
  const fields = { text: values.text, step: 'save', ...Object.fromEntries(versions) };
  const shared = { guild: guildOf(ctx), path: pathOf(ctx) };
  show(ctx, deps, templates.preview, { title: 'Import settings', ...shared, ...values, fields });
}

function pathOf(ctx: Context): string {
  return `/admin/guilds/${guildOf(ctx).id}/settings/transfer`;
}
