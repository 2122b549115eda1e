import { AppError } from '../../shared/core/errors.ts';
import type { Fault } from '../../shared/core/faults.ts';
import { type Format, parseText, printDocument } from '../../shared/settings/document.ts';
import type { Planned } from '../../shared/settings/transfer.ts';
import { exportDocument } from '../../shared/transfer/export.ts';
import { importDocument, type Seen } from '../../shared/transfer/import.ts';
import type { PlannedList } from '../../shared/transfer/list.ts';
import { type Plan, planDocument } from '../../shared/transfer/plan.ts';
import type { Context } from '../context.ts';
import { type Page, type PageDeps, seeOther, show } from '../http/page.ts';
import { keptForm, keptNotice } from '../middleware/kept-form.ts';
import { flash } from '../middleware/session.ts';
import { actorOf, guildOf } from '../middleware/staff.ts';
import { type Posted, textsOf } from './settings-form.ts';
import { mayChange, postedOf, versionOf } from './settings-place.ts';

const templates = {
  start: new URL('./settings-transfer.pug', import.meta.url),
  preview: new URL('./settings-import.pug', import.meta.url),
};
const path = '/admin/guilds/:guildId/settings/transfer';

/** All that a guild is set up with as one file, out and in. They stand before the pages of single features: `transfer` is none. */
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
  const document = await exportDocument(deps, guild.id, deps.clock());
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
  const by = actorOf(ctx);
  const who = by.actor.kind === 'system' ? by.actor.name : by.actor.id;
  const verdict = await deps.throttle.count('settings-import', `${by.actor.kind} ${who}`);
  if (verdict.is === 'throttled') return refuseMany(ctx, deps, text);
  const parsed = parseText(text);
  if (parsed.is === 'refused') return refuse(ctx, deps, text, parsed.faults);
  const plan = await planDocument(deps, guild.id, parsed.document, by);
  if (plan.is === 'refused') return refuse(ctx, deps, text, plan.faults);
  const from = parsed.document.guild === guild.id ? undefined : parsed.document.guild;
  const preview = { text, from, plan };
  if (posted.step !== 'save') return showPreview(ctx, deps, preview);
  const seen = asSeen(posted, plan);
  const order = seen && { document: parsed.document, seen };
  const result = order && (await importDocument(deps, guild.id, order, by));
  if (result?.is === 'refused') return refuse(ctx, deps, text, result.faults);
  if (result?.is !== 'saved') {
    ctx.status = 409;
    const fault = result
      ? 'Nothing was imported: somebody saved settings meanwhile. This compares with theirs.'
      : 'Nothing was imported: not all of it was looked at. This is what would change.';
    return showPreview(ctx, deps, { ...preview, fault });
  }
  const saved = Object.keys(result.versions).length + result.lists.length;
  flash(ctx, saved > 0 ? 'Imported. Every process obeys within a second.' : 'Nothing had changed.');
  seeOther(ctx, pathOf(ctx));
}

/** The plan as it was compared when somebody looked; undefined where that is not known of all of it. */
function asSeen(posted: Posted, { features, lists }: Plan): Seen | undefined {
  const seen = {
    features: features.flatMap((planned) => {
      const basedOn = versionOf(posted[featureField(planned)]);
      return basedOn === undefined ? [] : [{ ...planned, basedOn }];
    }),
    lists: lists.flatMap((planned) => {
      const [basedOn] = textsOf(posted, listField(planned));
      return basedOn === undefined ? [] : [{ ...planned, basedOn }];
    }),
  };
  const isWhole = seen.features.length === features.length && seen.lists.length === lists.length;
  return isWhole ? seen : undefined;
}

function featureField({ definition }: Planned): string {
  return `version-${definition.feature}`;
}

function listField({ list }: PlannedList): string {
  return `list-${list.list}`;
}

function refuse(ctx: Context, deps: PageDeps, text: string, faults: Fault[]): void {
  ctx.status = 422;
  showStart(ctx, deps, { text, faults });
}

function refuseMany(ctx: Context, deps: PageDeps, text: string): void {
  ctx.status = 429;
  showStart(ctx, deps, { text, faults: [{ path: '', message: 'Too many files at once. Try again later.' }] });
}

function showStart(
  ctx: Context,
  deps: PageDeps,
  values: { text: string; faults?: Fault[]; remark?: string },
): void {
  const shared = { guild: guildOf(ctx), path: pathOf(ctx), mayChange: mayChange(ctx), faults: [] };
  show(ctx, deps, templates.start, { title: 'Import and export', ...shared, ...values });
}

/** What is compared goes along, also of what would stay as it is: somebody may change that meanwhile. */
function showPreview(
  ctx: Context,
  deps: PageDeps,
  { plan, ...values }: { text: string; from?: string | undefined; plan: Plan; fault?: string },
): void {
  const fields = {
    text: values.text,
    step: 'save',
    ...Object.fromEntries(plan.features.map((one) => [featureField(one), String(one.basedOn)])),
    ...Object.fromEntries(plan.lists.map((one) => [listField(one), one.basedOn])),
  };
  const parts = [
    ...plan.features.map(({ definition: { title }, changes, without }) => ({ title, changes, without })),
    ...plan.lists.map(({ list: { title, removal }, changes, without, removes }) => ({
      ...{ title, changes, without },
      removal: removes ? removal : undefined,
    })),
  ].filter(({ changes, without }) => changes.length + without.length > 0);
  const shared = { guild: guildOf(ctx), path: pathOf(ctx) };
  const hasChanges = parts.some(({ changes }) => changes.length > 0);
  show(ctx, deps, templates.preview, {
    title: 'Import settings',
    ...{ ...shared, ...values, parts, hasChanges, fields },
  });
}

function pathOf(ctx: Context): string {
  return `/admin/guilds/${guildOf(ctx).id}/settings/transfer`;
}
