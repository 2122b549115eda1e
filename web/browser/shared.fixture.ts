import type { Browser } from 'playwright-core';
import { required } from '../../shared/testing/environment.ts';
import { launchChromium } from './launch.ts';

/** How long a page may take for anything: other tests, and other browsers, share few cores with it. Milliseconds. */
export const patience = 25_000;

let running: Promise<Browser> | undefined;

/**
 * One Chromium for all files that a process of mocha runs, since a start takes a second; it ends with the process. What
 * a file opens in it are contexts, which share nothing; it closes them.
 */
export async function borrowChromium(): Promise<Browser> {
  const browser = await running?.catch(() => undefined);
  if (browser?.isConnected()) return browser;
  running = launchChromium(required('TEST_CHROMIUM'));
  return running;
}
