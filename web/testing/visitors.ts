import { type Demo, demoPassword } from '../../scripts/screenshots/demo.ts';
import { demoSecret } from '../../scripts/screenshots/panel.ts';
import { hasRole, roleIn } from '../../shared/accounts/rules.ts';
import { createAccount, findStaff, logIn, type Staff } from '../../shared/accounts/store.ts';
import { type Clock, DAY } from '../../shared/core/clock.ts';
import { keys } from '../../shared/core/keys.ts';
import type { Snowflake } from '../../shared/core/snowflake.ts';
import { signPanelLink } from '../../shared/setup/panel-link.ts';
import type { Page } from '../http/page.ts';
import type { Browser } from './browser.ts';
import type { TestPanel } from './panel.ts';

/** Someone who asks for a page: what the system knows of them, and their browser, in which they are logged in. */
export interface Visitor {
  who: string;
  /** Undefined for those whose word is worth nothing (any more). */
  staff?: Staff;
  /** The guild of someone who came from Discord instead. */
  manages?: Snowflake;
  /** They did not come by a link to it, but signed in with Discord. */
  isSignedIn?: true;
  browser: Browser;
  /** Logs in again where the session has ended, as by the form of the logout. */
  renew(): Promise<void>;
}

/** What becomes of a request before a page's own code sees it. */
export type Admission = 'in' | 'login' | 'password' | 'forbidden' | 'missing';

/** All kinds of people there are, over the demo's accounts. */
export async function gatherVisitors(
  panel: TestPanel,
  { guildId }: Pick<Demo, 'guildId'>,
): Promise<Visitor[]> {
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
    ...(await managingVisitors(panel, guildId)),
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

/** Owns the guild, as our rows have it: by a link to it, and signed in with Discord. */
async function managingVisitors(panel: TestPanel, guild: Snowflake): Promise<Visitor[]> {
  const user = '4242';
  await makeOwner(panel, guild, user);
  const come = async (who: string, more: Pick<Visitor, 'isSignedIn'>, enter: typeof enterByLink) => {
    const visitor: Visitor = {
      ...{ who, manages: guild },
      ...more,
      browser: await enter(panel, guild, user),
      async renew() {
        visitor.browser = await enter(panel, guild, user);
      },
    };
    return visitor;
  };
  const signIn: typeof enterByLink = async (_panel, ...one) =>
    signedIn(panel, await enterByLink(panel, ...one));
  return [
    await come('a manager with a link', {}, enterByLink),
    await come('a manager who signed in with Discord', { isSignedIn: true }, signIn),
  ];
}

/** As if they had not come by a link but by way of Discord, which takes a sandbox (web/pages/discord-login.flow.test.ts). */
export async function signedIn(
  { redis: { redis } }: Pick<TestPanel, 'redis'>,
  browser: Browser,
): Promise<Browser> {
  const key = keys.session(browser.cookies.get('smarter') ?? '');
  const { manager, ...session } = JSON.parse((await redis.get(key)) ?? '{}');
  await redis.set(key, JSON.stringify({ ...session, manager: { ...manager, guild: null } }), 'KEEPTTL', 'XX');
  return browser;
}

/** Makes that user a member who owns the guild, as Discord would show it. */
export async function makeOwner(
  { database: { db } }: Pick<TestPanel, 'database'>,
  guild: Snowflake,
  user: Snowflake,
): Promise<void> {
  await db('discord_users').insert({ id: user, username: 'mona' });
  await db('guild_members').insert({ guild_id: guild, user_id: user, name: 'mona', seen_at: new Date() });
  await db('guilds').where({ id: guild }).update({ owner_id: user });
}

/** As with a link that `/config panel` gave. */
export async function enterByLink(
  { clock, visit }: { clock: Clock } & Pick<TestPanel, 'visit'>,
  guild: Snowflake,
  user: Snowflake,
): Promise<Browser> {
  const browser = visit();
  const token = signPanelLink({ clock, secret: demoSecret }, { guild, user, name: 'Mona' });
  const { status, text } = await browser.submit(`/enter/${token}`, {});
  if (status !== 303) throw new Error(`the link let nobody in: ${status} ${text}`);
  return browser;
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
export function admissionOf(
  { staff, manages, isSignedIn }: Visitor,
  { access, path }: Page,
  guild: string,
): Admission {
  if (access === 'public') return 'in';
  if (manages) {
    if (access === 'inside') return isSignedIn ? 'in' : 'forbidden';
    if (access === 'staff' || access === 'newcomer' || !path.includes(':guildId')) return 'forbidden';
    if (guild !== manages) return 'missing';
    return hasRole('admin', access) ? 'in' : 'forbidden';
  }
  if (!staff) return 'login';
  if (access === 'newcomer') return 'in';
  if (staff.mustChangePassword) return 'password';
  if (access === 'staff' || access === 'inside') return 'in';
  if (!path.includes(':guildId')) return hasRole(staff.role, access) ? 'in' : 'forbidden';
  const here = roleIn(staff, guild);
  if (here === null) return 'missing';
  return hasRole(here, access) ? 'in' : 'forbidden';
}

/** The guilds of which that visitor may see nothing. */
export function hiddenFrom({ staff, manages }: Visitor, { guildId, otherGuildId }: Demo): string[] {
  return [guildId, otherGuildId].filter((guild) =>
    manages ? guild !== manages : !staff || staff.mustChangePassword || roleIn(staff, guild) === null,
  );
}
