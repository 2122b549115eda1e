import { expect } from 'chai';
import { Secret, TOTP } from 'otpauth';
import type { Page } from 'playwright-core';
import { ensureOwner } from '../../shared/accounts/store.ts';
import { MINUTE } from '../../shared/core/clock.ts';
import { usePanel } from '../testing/panel.ts';
import { type Hands, hands } from './hands.fixture.ts';
import { useBrowser } from './harness.fixture.ts';
import { logIn, logOut, pathOf, textOf } from './steps.fixture.ts';

const fresh = 'a sentence of my own choosing';

for (const [means, take] of Object.entries(hands))
  describe(`a first login with ${means}`, function () {
    this.timeout(120_000);
    const panel = usePanel();
    const browser = useBrowser(panel);
    let ahead = 0;
    let secret = '';
    let recovery = '';

    /** Codes count once: the next is that of a minute later. */
    async function nextCode(): Promise<string> {
      await panel.travel(MINUTE);
      ahead += MINUTE;
      return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + ahead });
    }

    async function enter(page: Page, by: Hands, code: string): Promise<void> {
      await page.goto('/admin');
      await logIn(page, { username: 'owner', password: fresh }, by);
      expect(pathOf(page)).to.equal('/admin/login/code');
      await by.write(page.getByRole('textbox', { name: 'Code' }), code);
      await by.follow(page.getByRole('button', { name: 'Log in' }));
    }

    it('goes from the generated password over a new one to a second factor', async () => {
      const made = await ensureOwner(panel.database, { username: 'owner' });
      const page = await browser.open();
      const by = take(page);
      await page.goto('/admin');
      await logIn(page, made ?? { username: '', password: '' }, by);
      expect(pathOf(page)).to.equal('/admin/password');
      await by.write(page.getByLabel('Current password'), made?.password ?? '');
      await by.write(page.getByLabel('New password', { exact: true }), fresh);
      await by.write(page.getByLabel('New password again'), fresh);
      await by.follow(page.getByRole('button', { name: 'Change password' }));
      await by.follow(page.getByRole('link', { name: 'Set up a second factor' }));
      secret = (await textOf(page.locator('main code').first())).replaceAll(' ', '');
      await by.write(page.getByRole('textbox', { name: 'Code' }), await nextCode());
      await by.follow(page.getByRole('button', { name: 'Switch on' }));
      recovery = (await textOf(page.locator('.codes code').first())).trim();
      await by.follow(page.getByRole('link', { name: 'I have kept them' }));
      await logOut(page, by);
      expect(pathOf(page)).to.equal('/admin/login');
    });

    it('is asked for a code from then on, and each counts once', async () => {
      const [page, other] = [await browser.open(), await browser.open()];
      const code = await nextCode();
      await enter(page, take(page), code);
      expect(pathOf(page)).to.equal('/admin');
      await enter(other, take(other), code);
      expect(await textOf(other.getByRole('alert'))).to.include('wrong, or was used');
    });

    it('can be made with a recovery code, once', async () => {
      const [page, other] = [await browser.open(), await browser.open()];
      await enter(page, take(page), recovery);
      expect(pathOf(page)).to.equal('/admin');
      expect(await textOf(page.getByRole('status'))).to.include('recovery code');
      await enter(other, take(other), recovery);
      expect(await textOf(other.getByRole('alert'))).to.include('wrong, or was used');
    });
  });
