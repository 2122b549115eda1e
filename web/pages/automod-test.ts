import type { Context } from '../context.ts';
import { type Page, type PageDeps, show } from '../http/page.ts';
import { keptForm, keptNotice } from '../middleware/kept-form.ts';
import { guildOf } from '../middleware/staff.ts';
import { readTrial, type Tried, tryAll } from './automod-trial.ts';
import type { Posted } from './settings-form.ts';
import { postedOf } from './settings-place.ts';
import { readPicks } from './settings-view.ts';

const template = new URL('./automod-test.pug', import.meta.url);
const path = '/admin/guilds/:guildId/automod/test';

/** What all rules say of a text. It is posted, so that it stands in no address and no log. */
export const automodTest: Page[] = [
  {
    method: 'get',
    path,
    access: 'viewer',
    async handle(ctx, deps) {
      const kept = keptForm(ctx);
      await open(ctx, deps, kept ?? {}, { remark: kept && keptNotice });
    },
  },
  {
    method: 'post',
    path,
    access: 'viewer',
    async handle(ctx, deps) {
      const posted = postedOf(ctx);
      const tried = await tryAll(deps, guildOf(ctx).id, readTrial(posted));
      if (tried.is === 'refused') ctx.status = 422;
      await open(ctx, deps, posted, { tried });
    },
  },
];

async function open(
  ctx: Context,
  deps: PageDeps,
  posted: Posted,
  shown: { tried?: Tried; remark?: string | undefined },
): Promise<void> {
  const guild = guildOf(ctx);
  show(ctx, deps, template, {
    title: 'Try a text',
    base: `/admin/guilds/${guild.id}/automod`,
    trial: readTrial(posted),
    picks: await readPicks(deps, guild.id),
    ...shown,
  });
}
