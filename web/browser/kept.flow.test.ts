import { expect } from 'chai';
import type { Page as Tab } from 'playwright-core';
import { type Demo, demoPassword, seedDemo } from '../../scripts/screenshots/demo.ts';
import { fillPath, shown } from '../../scripts/screenshots/paths.ts';
import { keys } from '../../shared/core/keys.ts';
import { usePanel } from '../testing/panel.ts';
import { useBrowser } from './harness.fixture.ts';
import { logIn, pathOf } from './steps.fixture.ts';

/** All forms are kept by the same hands: every sixth page shows it, all of them with --full. */
const every = process.env.TEST_FULL ? 1 : 6;
/** Forms that are there to be looked at. */
const shows = ['/admin/styleguide'];

describe('a form that is typed into', function () {
  this.timeout(120_000);
  const panel = usePanel();
  const browser = useBrowser(panel);
  let demo: Demo;
  before(async () => {
    demo = await seedDemo(panel.database, { now: Date.now() });
  });

  for (const { path } of shown.filter(isForStaff).filter((_, n) => n % every === 0))
    it(`keeps what was typed where the session or its token is gone: ${path}`, async () => {
      const page = fillPath(path, demo);
      expect(await browser.isPage(page, 'owner'), `${page} is a page`).to.equal(true);
      const tab = await browser.tab('owner');
      await tab.goto(page);
      const count = await tab.evaluate<number>(`${forms}.length`);
      if (count > 0) await logInAgain(tab);
      for (let form = 0; form < count; form++) {
        await tab.goto(page);
        const typed = await typeInto(tab, form);
        await tab.evaluate(`document.querySelectorAll('[name=_csrf]').forEach((field) => field.remove())`);
        await submit(tab, form);
        await expectBack(tab, page, typed);

        await tab.goto(page);
        await typeInto(tab, form);
        await endSession(tab);
        await submit(tab, form);
        expect(pathOf(tab), 'asks to log in').to.equal('/admin/login');
        await logIn(tab, { username: 'owner', password: demoPassword });
        await expectBack(tab, page, typed);
      }
    });

  /** With a session that no other test shares. */
  async function logInAgain(tab: Tab): Promise<void> {
    const counted = await panel.redis.redis.keys(keys.throttle('*'));
    if (counted.length > 0) await panel.redis.redis.del(counted);
    await tab.context().clearCookies();
    await tab.goto('/admin/login');
    await logIn(tab, { username: 'owner', password: demoPassword });
  }

  async function endSession(tab: Tab): Promise<void> {
    const cookies = await tab.context().cookies();
    const session = cookies.find(({ name }) => name === 'smarter');
    expect(await panel.redis.redis.del(keys.session(session?.value ?? ''))).to.equal(1);
  }
});

function isForStaff({ path, access }: (typeof shown)[number]): boolean {
  return access !== 'public' && !shows.includes(path);
}

async function expectBack(tab: Tab, page: string, typed: Typed): Promise<void> {
  expect(pathOf(tab), 'leads back').to.equal(page);
  expect(await shownIn(tab, typed)).to.deep.equal(typed);
  expect(await tab.getByText('Nothing was saved yet').count(), 'says so').to.equal(1);
}

/** Those that post something a person types; what asks for a secret is not kept, and need not be. */
const forms = `[...document.querySelectorAll('main form[method=post]')]
  .filter((form) => !form.querySelector('[type=password], [name=code]'))
  .map((form) => [...form.querySelectorAll('input:not([type]), [type=text], [type=number], textarea')].filter((field) => field.name && field.offsetParent))
  .filter((fields) => fields.length > 0)`;

type Typed = Record<string, string>;

const typeInto = (tab: Tab, form: number) =>
  tab.evaluate<Typed>(`Object.fromEntries(${forms}[${form}].map((field, index) => {
    field.value = field.type === 'number' ? String(Number(field.min || 0) + index) : ('typed ' + index).slice(0, field.maxLength > 0 ? field.maxLength : 9);
    field.dispatchEvent(new Event('input', { bubbles: true }));
    return [field.name, field.value];
  }))`);

async function submit(tab: Tab, form: number): Promise<void> {
  await Promise.all([
    tab.waitForEvent('load'),
    tab.evaluate(`{ const { form } = ${forms}[${form}][0]; form.noValidate = true; form.requestSubmit(); }`),
  ]);
}

const shownIn = (tab: Tab, typed: Typed) =>
  tab.evaluate<Typed>(
    `Object.fromEntries(${JSON.stringify(Object.keys(typed))}.map((name) => [name, document.querySelector('main form[method=post] [name="' + name + '"]:not([type=hidden])')?.value]))`,
  );
