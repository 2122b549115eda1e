import type { StaffAccount } from '../../shared/accounts/staff-list.ts';
import { listGuilds } from '../../shared/sync/store.ts';
import type { Context } from '../context.ts';
import { describeAgent } from '../http/agent.ts';
import { type PageDeps, show } from '../http/page.ts';
import { Words } from '../http/query.ts';
import { newOnce, takeOnce } from '../http/shown-once.ts';
import { keptForm, keptNotice } from '../middleware/kept-form.ts';
import { listSessions } from '../middleware/session-list.ts';
import { roleOptions } from './staff-words.ts';

const template = new URL('./staff-account.pug', import.meta.url);
const choices = 50; // of guilds in one list; a search narrows it

interface Shown {
  fault?: string;
  typed?: Record<string, unknown>;
}

/** The page of one account, with a generated password where one was just made. */
export async function showStaffAccount(
  ctx: Context,
  deps: PageDeps,
  account: StaffAccount,
  shown: Shown = {},
): Promise<void> {
  const search = Words.parse(ctx.query.guild);
  const granted = Object.keys(account.guildRoles);
  const [named, found, password, sessions] = await Promise.all([
    granted.length > 0 ? listGuilds(deps, { only: granted, limit: granted.length }) : [],
    listGuilds(deps, { search, limit: choices }),
    takeOnce(deps, ctx, ctx.query.once),
    listSessions(deps, account),
  ]);
  const names = new Map(named.map(({ id, name }) => [id, name]));
  const kept = keptForm(ctx);
  show(ctx, deps, template, {
    title: account.username,
    account,
    password,
    sessions: sessions.map((session) => ({
      ...session,
      browser: describeAgent(session.agent),
      isThis: session.ref === ctx.session?.ref,
    })),
    roleOptions,
    once: newOnce(),
    search,
    grants: Object.entries(account.guildRoles).map(([id, role]) => ({ id, role, name: names.get(id) || id })),
    guilds: found.map(({ id, name }) => ({ value: id, text: name || `Unnamed guild ${id}` })),
    mayBeMore: found.length === choices,
    kept: kept && keptNotice,
    typed: kept ?? {},
    ...shown,
  });
}
