import { type Demo, demoPassword } from '../../scripts/screenshots/demo.ts';
import { hasRole, roleIn } from '../../shared/accounts/rules.ts';
import { createAccount, findStaff, logIn, type Staff } from '../../shared/accounts/store.ts';
import { DAY } from '../../shared/core/clock.ts';
import { keys } from '../../shared/core/keys.ts';
import type { Page } from '../http/page.ts';
import type { Browser } from './browser.ts';
import type { TestPanel } from './panel.ts';

/** Someone who asks for a page: what the system knows of them, and their browser, in which they are logged in. */
export interface Visitor {
  who: string;
  /** Undefined for those whose word is worth nothing (any more). */
  staff?: Staff;
  browser: Browser;
  /** Logs in again where the session has ended, as by the form of the logout. */
  renew(): Promise<void>;
}

/** What becomes of a request before a page's own code sees it. */
export type Admission = 'in' | 'login' | 'password' | 'forbidden' | 'missing';

/** All kinds of people there are, over the demo's accounts. */
export async function gatherVisitors(panel: TestPanel): Promise<Visitor[]> {
  const { db } = panel.database;
  const make = (username: string, mustChangePassword: boolean) =>
    createAccount({ db }, { username, password: demoPassword, role: 'owner', mustChangePassword });
  for (const username of ['expired', 'changed']) await make(username, false);
  await make('newcomer', true);
  const [expired, changed] = [await enter(panel, 'expired'), await enter(panel, 'changed')];
  await panel.travel(DAY);
  await db('admin_users').where({ username: 'changed' }).update({ password_hash: 'another' });
  const known = ['owner', 'admin', 'moderator', 'viewer', 'here', 'elsewhere', 'newcomer'];
  const lost = (who: string, browser: Browser): Visitor => ({ who, browser, renew: async () => {} });
  return [
    lost('a stranger', panel.visit()),
    lost('an expired session', expired),
    lost('a session from before the password changed', changed),
    ...(await Promise.all(known.map((username) => knownVisitor(panel, username)))),
  ];
}

async function knownVisitor(panel: TestPanel, username: string): Promise<Visitor> {
  const { db } = panel.database;
  const entered = await logIn({ db }, username, demoPassword);
  if (entered.is !== 'in') throw new Error(`${username} cannot log in: ${entered.is}`);
  const staff = await findStaff({ db }, entered.user);
  const visitor: Visitor = {
    who: username,
    staff,
    browser: await enter(panel, username),
    async renew() {
      visitor.browser = await enter(panel, username);
    },
  };
  return visitor;
}

async function enter({ redis, visit }: TestPanel, username: string): Promise<Browser> {
  const counted = await redis.redis.keys(keys.throttle('*'));
  if (counted.length > 0) await redis.redis.del(counted);
  const browser = visit();
  const { status, text } = await browser.logIn(username, demoPassword);
  if (status !== 303) throw new Error(`${username} could not log in: ${status} ${text}`);
  return browser;
}

/** What `access` promises for that visitor and that guild, said anew and not read from the guard. */
export function admissionOf({ staff }: Visitor, { access, path }: Page, guild: string): Admission {
  if (access === 'public') return 'in';
  if (!staff) return 'login';
  if (access === 'newcomer') return 'in';
  if (staff.mustChangePassword) return 'password';
  if (access === 'staff') return 'in';
  if (!path.includes(':guildId')) return hasRole(staff.role, access) ? 'in' : 'forbidden';
  const here = roleIn(staff, guild);
  if (here === null) return 'missing';
  return hasRole(here, access) ? 'in' : 'forbidden';
}

/** The guilds of which that visitor may see nothing. */
export function hiddenFrom({ staff }: Visitor, { guildId, otherGuildId }: Demo): string[] {
  return [guildId, otherGuildId].filter(
    (guild) => !staff || staff.mustChangePassword || roleIn(staff, guild) === null,
  );
}
