import { z } from 'zod';
import { hasRole, roleIn } from '../../shared/accounts/rules.ts';
import { AppError } from '../../shared/core/errors.ts';
import { Snowflake } from '../../shared/core/snowflake.ts';
import { listFailures } from '../../shared/effects/failures.ts';
import { RowId } from '../api/shapes.ts';
import type { Context } from '../context.ts';
import { formOf } from '../http/form.ts';
import { type Page, type PageDeps, seeOther, show } from '../http/page.ts';
import { withQuery } from '../http/query.ts';
import { flash } from '../middleware/session.ts';
import { actorOf, guildOf, staffOf } from '../middleware/staff.ts';
import { type Retried, retryEffect } from '../retry-effect.ts';
import { viewFailures } from './failure-view.ts';
import { nameGuilds, seenGuilds } from './seen-guilds.ts';

const template = new URL('./failed-effects.pug', import.meta.url);
const path = '/admin/guilds/:guildId/failed-effects';
const everywhere = '/admin/failed-effects';
const rows = 50;

/** What Discord refused for good: of a guild, and of all that the asking member of staff may see. */
export const failedEffects: Page[] = [
  { method: 'get', path, access: 'viewer', handle: ofGuild },
  { method: 'get', path: everywhere, access: 'staff', handle: ofAll },
  { method: 'post', path: `${path}/:failureId/retry`, access: 'moderator', handle: retry },
];

const Query = z.object({
  guild: Snowflake.optional().catch(undefined),
  before: RowId.optional().catch(undefined),
});

async function ofGuild(ctx: Context, deps: PageDeps): Promise<void> {
  const { id, name } = guildOf(ctx);
  const may = hasRole(ctx.state.role ?? null, 'moderator');
  await browse(ctx, deps, {
    guilds: [id],
    title: `Failed effects in ${name || id}`,
    mayRetry: () => may,
  });
}

async function ofAll(ctx: Context, deps: PageDeps): Promise<void> {
  const staff = staffOf(ctx);
  const { guild } = Query.parse(ctx.query);
  await browse(ctx, deps, {
    guilds: seenGuilds(ctx, guild),
    guild,
    title: 'Failed effects',
    mayRetry: (one) => hasRole(roleIn(staff, one), 'moderator'),
  });
}

interface Asked {
  guilds: Snowflake[] | null;
  guild?: Snowflake | undefined;
  title: string;
  mayRetry(guild: Snowflake): boolean;
}

async function browse(ctx: Context, deps: PageDeps, { guilds, guild, title, mayRetry }: Asked) {
  const { path } = ctx;
  const { before } = Query.parse(ctx.query);
  const found = await listFailures(deps, guilds, { before, limit: rows + 1 });
  const last = found.length > rows ? found[rows - 1] : undefined;
  const failures = await viewFailures(deps, found.slice(0, rows));
  const isGlobal = !ctx.state.guild;
  const named = failures.map((one) => one.guild).concat(guild ? (guilds ?? []) : []);
  show(ctx, deps, template, {
    title,
    wide: true,
    failures: failures.map((one) => ({ ...one, retryable: one.retryable && mayRetry(one.guild) })),
    guildNames: isGlobal ? await nameGuilds(deps, named) : undefined,
    only: guild,
    narrowed: (more: Record<string, string>) => withQuery(path, more),
    first: before && withQuery(path, { guild }),
    next: last && withQuery(path, { guild, before: last.id }),
  });
}

const said: Record<Retried['is'], string> = {
  retried: 'Discord is asked again.',
  unknown: 'Discord was asked again: it is not in the list any more.',
  over: 'It is not wanted any more: it is resolved, or its time is over.',
  'not-yours': 'That is not yours to ask for: it is about you, or you could not do it in Discord.',
  'not-retryable':
    'This is not asked for again by hand: it comes too late, comes again by itself, or its text was not kept.',
};

async function retry(ctx: Context, deps: PageDeps): Promise<void> {
  const { id: guild } = guildOf(ctx);
  const id = RowId.safeParse(ctx.params.failureId).data;
  if (!id) throw new AppError('not-found');
  const { is } = await retryEffect(deps, guild, id, actorOf(ctx));
  flash(ctx, said[is]);
  seeOther(ctx, formOf(ctx).from === 'all' ? everywhere : `/admin/guilds/${guild}/failed-effects`);
}
