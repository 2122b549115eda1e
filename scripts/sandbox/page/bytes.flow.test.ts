import { REST } from '@discordjs/rest';
import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { useDatabase } from '../../../shared/testing/database.ts';
import { required } from '../../../shared/testing/environment.ts';
import { type TestProcess, useProcesses } from '../../../shared/testing/processes.ts';
import { useRedis } from '../../../shared/testing/redis.ts';
import { collectFaults } from '../../../web/browser/faults.fixture.ts';
import { launchChromium } from '../../../web/browser/launch.ts';
import { deployCommands } from '../../deploy-commands.ts';
import { channelId, guildId, type Sandbox, startSandbox, userId } from '../index.ts';
import { beginCommand, said } from './visitor.fixture.ts';

const grace = userId('grace');
const general = channelId(guildId('Workshop'), 'general');
const patience = 60_000; // ms: three processes, a browser and other tests share few cores

describe('sandbox page: with the real bot beside it', () => {
  const database = useDatabase();
  const redis = useRedis();
  const processes = useProcesses();
  let running: TestProcess[] = [];
  let browser: Browser | undefined;
  let sandbox: Sandbox;

  beforeEach(async () => {
    sandbox = await startSandbox({ identifyEvery: 1, globalLimit: 0 });
    await deployCommands({ rest: new REST({ version: '10', api: sandbox.api }).setToken(sandbox.token) });
    browser = await launchChromium(required('TEST_CHROMIUM'));
    await Promise.all([
      start('workers/main.ts'),
      start('workers/main.ts', 'effects'),
      start('shards/main.ts'),
    ]);
  });
  afterEach(async () => {
    await browser?.close();
    await Promise.all(running.map((process) => process.kill()));
    running = [];
    await sandbox.stop();
  });

  it('pays a member for their message before their eyes, and tells them what they have', async () => {
    const { page, faults } = await open();
    await actAs(page, 'Grace');
    await page.fill('#message', 'good morning');
    await page.keyboard.press('Enter');
    const message = page.locator('.message', { has: page.getByText('good morning') });
    await message.locator('.reaction').waitFor();
    expect(await message.locator('.reaction').textContent()).to.match(/^\S+ 1$/);

    await beginCommand(page, '/by');
    await page.getByRole('group', { name: '/bytes read' }).waitFor();
    await page.keyboard.press('Enter');
    await said(page, 'Grace used /bytes read').waitFor();
    await page.locator('.embed').waitFor();
    expect(await fieldsOf(page)).to.include({ Balance: '110 bytes', Received: '10 bytes', Streak: '1 day' });

    const codes = await Promise.all(running.map((process) => process.stop())); // what they had begun is done then
    running = [];
    expect(codes).to.deep.equal([0, 0, 0]);
    const reactions = sandbox.did({ is: 'reaction', by: sandbox.botId });
    expect(reactions.map(({ target }) => target)).to.deep.equal([posted()?.id]);
    expect(sandbox.violations).to.deep.equal([]);
    expect(faults).to.deep.equal([]);
  });

  async function start(main: string, ...args: string[]): Promise<void> {
    const environment = {
      ...{ DATABASE_URL: database.url, REDIS_URL: redis.url, SECRET: 's'.repeat(32) },
      ...{ DISCORD_TOKEN: sandbox.token, DISCORD_API: sandbox.api, LOG_LEVEL: 'warn' },
    };
    running.push(await processes.start(main, environment, ...args));
  }

  /** A person's own browser, which shows that the bot is there. */
  async function open(): Promise<{ page: Page; faults: string[] }> {
    if (!browser) throw new Error('the browser runs only while the tests do');
    const context = await browser.newContext();
    context.setDefaultTimeout(patience);
    const faults = collectFaults(context, new URL(sandbox.page).origin);
    const page = await context.newPage();
    await page.goto(sandbox.page);
    await page.locator('#bot[data-state="on"]').waitFor();
    return { page, faults };
  }

  const posted = () =>
    [...(sandbox.world.channels.get(general)?.messages.values() ?? [])].find(
      ({ author }) => author.id === grace,
    );
}).timeout(3 * patience);

async function actAs(page: Page, name: string): Promise<void> {
  await page.locator('#member').fill(name);
  await page.getByRole('option', { name }).waitFor();
  await page.keyboard.press('Enter');
  await page.locator(`#message[aria-label="Message as ${name}"]`).waitFor();
}

/** Of the embed, by name. */
async function fieldsOf(page: Page): Promise<Record<string, string>> {
  const texts = (kind: string) => page.locator(`.embed ${kind}`).allTextContents();
  const [names, values] = await Promise.all([texts('dt'), texts('dd')]);
  return Object.fromEntries(names.map((name, n) => [name, values[n] ?? '']));
}
