import { expect } from 'chai';
import { type Demo, seedDemo } from '../scripts/screenshots/demo.ts';
import { fillPath } from '../scripts/screenshots/paths.ts';
import type { Page } from './http/page.ts';
import { pages, publicPages } from './pages/index.ts';
import { type Page as Answer, tokenOf } from './testing/browser.ts';
import { usePanel } from './testing/panel.ts';
import { type Admission, admissionOf, gatherVisitors, hiddenFrom, type Visitor } from './testing/visitors.ts';

const unknown = '42';
/** Everybody asks for every page, of one guild each, in turns; with --full of all, and what is searched there as well. */
const isSampled = !process.env.TEST_FULL;
/** In all that was typed in a guild; a search for its beginning may not find it. */
const markOf = (guild: string) => `secretly ${[...guild].reverse().join('')}`;

describe('who may see a page', () => {
  const panel = usePanel();
  let demo: Demo;
  let visitors: Visitor[];
  const tokens = new Map<Visitor, string>();

  before(async function () {
    this.timeout(120_000);
    const text = (plain: string, guild?: string) => (guild ? `${plain} ${markOf(guild)}` : plain);
    demo = await seedDemo(panel.database, { now: Date.now(), text });
    visitors = await gatherVisitors(panel, demo);
  });

  // what is posted may end a session, and with it what the others are asked with
  for (const [n, page] of [...publicPages, ...pages].sort(readsFirst).entries()) {
    it(`is as ${page.method} ${page.path} says (${page.access})`, async function () {
      this.timeout(120_000);
      for (const [v, visitor] of visitors.entries()) {
        if (isSampled && visitor.manages && v % 2 !== n % 2) continue; // both kinds of managers in turns
        for (const guild of guildsFor(page, n + v)) {
          const path = fillPath(page.path, { ...demo, guildId: guild });
          const answer = await ask(visitor, page, path, { search: !isSampled || (n + v) % 3 === 0 });
          const about = `${visitor.who} asks for ${path}: ${answer.status} ${answer.location ?? ''}`;
          const admission = guild === unknown ? nowhere(visitor, page) : admissionOf(visitor, page, guild);
          expect(outcomesOf(page, answer), about).to.include(admission);
          for (const hidden of hiddenFrom(visitor, demo).filter((one) => !isShownToAnyone(page, one)))
            expect(answer.text.includes(markOf(hidden)), `${about} shows what is in another guild`).to.equal(
              false,
            );
        }
      }
    });
  }

  it('is asked of every page with a guild for a guild that there is, another, and none', () => {
    expect(pages.filter(({ path }) => path.includes(':guildId'))).to.not.deep.equal([]);
    expect(visitors.map((visitor) => hiddenFrom(visitor, demo).length).sort()).to.include.members([0, 1, 2]);
  });

  function guildsFor({ path }: Page, turn: number): string[] {
    if (!path.includes(':guildId')) return [demo.guildId];
    const guilds = [demo.guildId, demo.otherGuildId, unknown];
    return isSampled ? guilds.slice(turn % 3).slice(0, 1) : guilds;
  }

  /** The demo's first guild has a public leaderboard, and a member of it has a link to their cases. */
  function isShownToAnyone({ path }: Page, guild: string): boolean {
    const isOpen = path === '/leaderboard/:guildId' || path.startsWith('/mycases/');
    return isOpen && guild === demo.guildId;
  }

  /** A guild that is not there is missing for all who are let in anywhere. */
  function nowhere(visitor: Visitor, page: Page): Admission {
    const admission = admissionOf(visitor, page, demo.guildId);
    return admission === 'in' || admission === 'forbidden' ? 'missing' : admission;
  }

  async function ask(
    visitor: Visitor,
    { method }: Page,
    path: string,
    { search }: { search: boolean },
  ): Promise<Answer> {
    if (method === 'post') return post(visitor, path);
    const plain = await visitor.browser.get(path);
    if (!search || hiddenFrom(visitor, demo).length === 0) return plain;
    const searched = await visitor.browser.get(`${path}?q=secretly&search=secretly`);
    return { ...plain, text: plain.text + searched.text };
  }

  /** Whoever was sent on, or refused, may have another session now; all others go on with their token. */
  async function post(visitor: Visitor, path: string): Promise<Answer> {
    const token = tokens.get(visitor) ?? (await tokenFor(visitor));
    const answer = await visitor.browser.post(path, { _csrf: token });
    const isStill =
      [403, 404, 422].includes(answer.status) && !answer.text.includes('form is no longer valid');
    if (isStill) tokens.set(visitor, token);
    else tokens.delete(visitor);
    return answer;
  }

  async function tokenFor(visitor: Visitor): Promise<string> {
    if (visitor.manages) {
      if ((await visitor.browser.get(`/admin/guilds/${visitor.manages}`)).status !== 200)
        await visitor.renew();
      return tokenOf(await visitor.browser.get('/admin/login'));
    }
    if (!visitor.staff) return tokenOf(await visitor.browser.get('/admin/login'));
    const page = await visitor.browser.get('/admin/password');
    if (page.status === 200) return tokenOf(page);
    await visitor.renew();
    return tokenOf(await visitor.browser.get('/admin/password'));
  }
});

/** What deletes an account comes last: the others are about it as well. */
function readsFirst(one: Page, other: Page): number {
  const ends = ({ path }: Page) => Number(path === '/admin/staff/:id/delete');
  return one.method.localeCompare(other.method) || ends(one) - ends(other);
}

/** What an answer may stand for. Where the page's own code was reached, it may miss something or send on as well. */
function outcomesOf({ method, access }: Page, { status, location }: Answer): Admission[] {
  if (access === 'public') return status >= 500 ? [] : status === 404 ? ['in', 'missing'] : ['in'];
  const isSent = status === 303 || status === 302;
  if (isSent && location?.startsWith('/admin/login')) return ['login'];
  if (isSent && location === '/admin/password') return ['password', 'in'];
  if (status === 401) return ['login'];
  if (status === 403) return method === 'post' ? ['forbidden', 'password', 'login'] : ['forbidden'];
  if (status === 404) return ['missing'];
  return status < 500 ? ['in'] : [];
}
