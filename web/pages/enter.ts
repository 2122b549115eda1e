import { within } from '../../shared/core/deadline.ts';
import { type OpenedLink, openPanelLink, readPanelLink } from '../../shared/setup/panel-link.ts';
import { findManagedGuild } from '../../shared/setup/standing.ts';
import { findGuild } from '../../shared/sync/store.ts';
import type { Context } from '../context.ts';
import { type Page, type PageDeps, seeOther, show } from '../http/page.ts';
import { limitForms } from '../http/throttle.ts';
import { enterAsManager, openSession } from '../middleware/session.ts';

const template = new URL('./enter.pug', import.meta.url);
const path = '/enter/:token';
const patience = 2_000; // milliseconds; Redis

/**
 * Where the link of `/config panel` leads. Only the button uses it up, so that a preview of the link, or a second look,
 * does not.
 */
export const enter: Page[] = [
  { method: 'get', path, access: 'public', handle: ask },
  { method: 'post', path, access: 'public', handle: submit },
];

async function ask(ctx: Context, deps: PageDeps): Promise<void> {
  const link = readPanelLink(partsOf(deps), ctx.params.token ?? '');
  if (link.is !== 'valid') return refuse(ctx, deps, link.is);
  if (!ctx.session?.csrf) await limitForms(deps.throttle, ctx.ip);
  openSession(ctx, deps.clock);
  const guild = await findGuild(deps, link.visitor.guild);
  ctx.set('Referrer-Policy', 'no-referrer'); // the address is the secret
  show(ctx, deps, template, { title: 'Open the panel', visitor: link.visitor, server: guild?.name || null });
}

async function submit(ctx: Context, deps: PageDeps): Promise<void> {
  const { log, redis, clock } = deps;
  const link = await within(patience, openPanelLink({ ...partsOf(deps), redis }, ctx.params.token ?? ''));
  const { requestId } = ctx.state;
  log.info({ requestId, ip: ctx.ip, outcome: link.is }, 'link to the panel');
  if (link.is !== 'open') return refuse(ctx, deps, link.is);
  const { visitor } = link;
  if (!(await findManagedGuild(deps, visitor.guild, visitor.user))) return refuse(ctx, deps, 'no-manager');
  await enterAsManager(ctx, clock, visitor);
  seeOther(ctx, `/admin/guilds/${visitor.guild}`);
}

function partsOf({ clock, config }: PageDeps) {
  return { clock, secret: config.SECRET };
}

type Why = Exclude<OpenedLink['is'], 'open'> | 'no-manager';

const refusals: Record<Why, { status: number; title: string; fault: string }> = {
  unknown: {
    status: 404,
    title: 'This link is not valid',
    fault: 'It may have been cut off. Use /config panel on your server to get a new one.',
  },
  expired: {
    status: 410,
    title: 'This link has expired',
    fault: 'Links are good for ten minutes. Use /config panel on your server to get a new one.',
  },
  used: {
    status: 410,
    title: 'This link was used already',
    fault: 'Each link opens the panel once. Use /config panel on your server to get a new one.',
  },
  'no-manager': {
    status: 403,
    title: 'You do not manage that server',
    fault: 'The panel is for members who own the server or have the permission Manage Server there.',
  },
};

function refuse(ctx: Context, deps: PageDeps, why: Why): void {
  const { status, ...words } = refusals[why];
  ctx.status = status;
  show(ctx, deps, template, words);
}
