import { z } from 'zod';
import { Snowflake } from '../../shared/core/snowflake.ts';
import { inviteLink } from '../../shared/setup/invite.ts';
import { listManagedGuilds } from '../../shared/setup/managed-guilds.ts';
import type { Context } from '../context.ts';
import { type PageDeps, show } from '../http/page.ts';
import { Words, withQuery } from '../http/query.ts';
import type { Manager } from '../middleware/manager.ts';

const template = new URL('./own-guilds.pug', import.meta.url);
const rows = 50;

const Query = z.object({
  search: Words,
  after: Snowflake.optional().catch(undefined),
  key: z
    .string()
    .max(300)
    .refine((text) => !text.includes('\0'))
    .catch(''),
});

/** The guilds that who signed in with Discord manages, a page at a time. */
export async function showOwnGuilds(ctx: Context, deps: PageDeps, { user }: Manager): Promise<void> {
  const { search, after: id, key } = Query.parse(ctx.query);
  const after = id === undefined ? undefined : { id, key };
  const found = await listManagedGuilds(deps, { user, search, after, limit: rows + 1 });
  const last = found.length > rows ? found[rows - 1] : undefined;
  const { applicationId, config } = deps;
  show(ctx, deps, template, {
    title: 'Your servers',
    wide: true,
    guilds: found.slice(0, rows),
    search,
    invite: applicationId && inviteLink({ applicationId, api: config.DISCORD_API }),
    first: after && withQuery('/admin', { search }),
    next: last && withQuery('/admin', { search, after: last.id, key: last.key }),
  });
}
