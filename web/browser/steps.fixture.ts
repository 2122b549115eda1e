import type { Locator, Page } from 'playwright-core';
import { type Hands, mouseOn } from './hands.fixture.ts';

/** Fills in the login that is shown. */
export async function logIn(
  page: Page,
  { username, password }: { username: string; password: string },
  by: Hands = mouseOn(page),
): Promise<void> {
  await by.write(page.getByLabel('Username'), username);
  await by.write(page.getByLabel('Password'), password);
  await by.follow(page.getByRole('button', { name: 'Log in' }));
}

export async function logOut(page: Page, by: Hands = mouseOn(page)): Promise<void> {
  await by.press(page.locator('.account > summary'));
  await by.follow(page.getByRole('button', { name: 'Log out' }));
}

export function pathOf(page: Page): string {
  return new URL(page.url()).pathname;
}

/** Its whole text, whatever shows of it. */
export async function textOf(target: Locator): Promise<string> {
  return (await target.textContent()) ?? '';
}
