import { z } from 'zod';
import { AppError } from '../../shared/core/errors.ts';
import { findJob } from '../../shared/jobs/list.ts';
import type { Context } from '../context.ts';
import { type Page, type PageDeps, seeOther, show } from '../http/page.ts';
import { flash } from '../middleware/session.ts';
import { actorOf } from '../middleware/staff.ts';
import { type RetriedJob, retryJob } from '../retry-job.ts';
import { viewJob } from './job-view.ts';
import { nameGuilds } from './seen-guilds.ts';

const template = new URL('./job.pug', import.meta.url);
const path = '/admin/jobs/:keptJobId';

/** One job that is over: what was queued, how it ended, and the way to have it done again. */
export const job: Page[] = [
  { method: 'get', path, access: 'admin', handle: open },
  { method: 'post', path: `${path}/retry`, access: 'admin', handle: retry },
];

async function open(ctx: Context, deps: PageDeps): Promise<void> {
  const found = await findJob(deps, idIn(ctx));
  if (!found) throw new AppError('not-found');
  const { guildId } = found;
  show(ctx, deps, template, {
    title: found.name,
    wide: true,
    job: viewJob(found),
    guildNames: await nameGuilds(deps, guildId ? [guildId] : []),
  });
}

const said: Record<Exclude<RetriedJob['is'], 'unknown'>, string> = {
  retried: 'It is done once more. Should it fail again, that is listed as a job of its own.',
  'under-way': 'It is under way already.',
  over: 'It was retried before, or is not wanted any more: it is resolved, or its time is over.',
  gone: 'It cannot be retried: its queue does not have it any more, and not all of it was kept.',
  'not-retryable': 'This is not retried by hand: it comes too late, or comes again by itself.',
};

async function retry(ctx: Context, deps: PageDeps): Promise<void> {
  const id = idIn(ctx);
  const { is } = await retryJob(deps, id, actorOf(ctx));
  if (is === 'unknown') throw new AppError('not-found');
  flash(ctx, said[is]);
  seeOther(ctx, `/admin/jobs/${id}`);
}

function idIn(ctx: Context): string {
  const id = z.uuid().safeParse(ctx.params.keptJobId).data;
  if (!id) throw new AppError('not-found');
  return id;
}
