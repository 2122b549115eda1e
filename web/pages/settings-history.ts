import { AppError } from '../../shared/core/errors.ts';
import { diffSettings } from '../../shared/settings/diff.ts';
import { restoreVersion } from '../../shared/settings/store.ts';
import { readSettings } from '../../shared/settings/stored.ts';
import { listVersions, readValuesAt, readVersion, type Version } from '../../shared/settings/versions.ts';
import type { Context } from '../context.ts';
import { type Page, type PageDeps, seeOther, show } from '../http/page.ts';
import { flash } from '../middleware/session.ts';
import { actorOf } from '../middleware/staff.ts';
import { type Place, placeOf, postedOf, versionOf } from './settings-place.ts';
import { readPicks } from './settings-view.ts';

const templates = {
  list: new URL('./settings-history.pug', import.meta.url),
  version: new URL('./settings-version.pug', import.meta.url),
};
const rows = 20;
const list = '/admin/guilds/:guildId/settings/:feature/history';

/** Who changed a feature's settings, when and how; and the way back. */
export const history: Page[] = [
  { method: 'get', path: list, access: 'viewer', handle: showList },
  {
    method: 'get',
    path: `${list}/:version`,
    access: 'viewer',
    handle: (ctx, deps) => showVersion(ctx, deps),
  },
  { method: 'post', path: `${list}/:version`, access: 'admin', handle: restore },
];

async function showList(ctx: Context, deps: PageDeps): Promise<void> {
  const place = placeOf(ctx);
  const { definition, guild, path } = place;
  const before = versionOf(ctx.query.before);
  const found = await listVersions(deps, definition, guild.id, { before, limit: rows + 1 });
  const oldest = found.at(-1);
  const first = oldest && (await readValuesAt(deps, definition, guild.id, oldest.version - 1));
  const [{ names }, now] = await Promise.all([
    readPicks(deps, guild.id),
    readSettings(deps, definition, guild.id),
  ]);
  const versions = found.slice(0, rows).map((version, index) => {
    const previous = found[index + 1]?.values ?? first;
    return { ...version, changes: previous && diffSettings(definition, previous, version.values, names) };
  });
  const next = found.length > rows ? `${path}/history?before=${versions.at(-1)?.version}` : undefined;
  const title = `Versions of the ${definition.title} settings`;
  show(ctx, deps, templates.list, {
    ...place,
    title,
    versions,
    now: now.version,
    next,
    first: before === undefined ? undefined : `${path}/history`,
  });
}

async function showVersion(ctx: Context, deps: PageDeps, fault?: string): Promise<void> {
  const place = placeOf(ctx);
  const { definition, guild } = place;
  const version = await versionIn(ctx, deps, place);
  const now = await readSettings(deps, definition, guild.id);
  const { names } = await readPicks(deps, guild.id);
  const changes = diffSettings(definition, now.values, version.values, names);
  const title = `${definition.title} settings, version ${version.version}`;
  show(ctx, deps, templates.version, { ...place, title, version, now: now.version, changes, fault });
}

async function restore(ctx: Context, deps: PageDeps): Promise<void> {
  const place = placeOf(ctx);
  const basedOn = versionOf(postedOf(ctx).version);
  const { version } = await versionIn(ctx, deps, place);
  if (basedOn === undefined) throw new AppError('bad-input');
  const order = { version, basedOn, by: actorOf(ctx) };
  const restored = await restoreVersion(deps, place.definition, place.guild.id, order);
  if (restored.is === 'missing') throw new AppError('not-found');
  if (restored.is === 'conflict') {
    ctx.status = 409;
    const { current } = restored;
    return showVersion(
      ctx,
      deps,
      `Nothing was restored: ${current.actor.name} saved version ${current.version} meanwhile. This compares with it.`,
    );
  }
  if (restored.is === 'foreign') {
    ctx.status = 422;
    const faults = restored.faults.map(({ path, message }) => `${path}: ${message}`).join(' ');
    return showVersion(ctx, deps, `Nothing was restored. ${faults}`);
  }
  const done = `Version ${version} restored as version ${restored.version}. Every process obeys within a second.`;
  flash(ctx, restored.is === 'saved' ? done : `The settings are those of version ${version} already.`);
  seeOther(ctx, place.path);
}

async function versionIn(ctx: Context, deps: PageDeps, { definition, guild }: Place): Promise<Version> {
  const number = versionOf(ctx.params.version);
  const version = number && (await readVersion(deps, definition, guild.id, number));
  if (!version) throw new AppError('not-found');
  return version;
}
