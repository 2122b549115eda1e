import { setTimeout as sleep } from 'node:timers/promises';
import { REST } from '@discordjs/rest';
import { expect } from 'chai';
import { after, before } from 'mocha';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { effectQueues, openQueue } from '../../../shared/core/queues.ts';
import { type TestDatabase, useDatabase } from '../../../shared/testing/database.ts';
import { type TestProcess, useProcesses } from '../../../shared/testing/processes.ts';
import { useRedis } from '../../../shared/testing/redis.ts';
import { collectFaults } from '../../../web/browser/faults.fixture.ts';
import { borrowChromium } from '../../../web/browser/shared.fixture.ts';
import { deployCommands } from '../../deploy-commands.ts';
import { type Sandbox, startSandbox } from '../index.ts';
import { general, guild } from './visitor.fixture.ts';

export const patience = 60_000; // ms: three processes, a browser and other tests share few cores

export interface RealBot {
  readonly sandbox: Sandbox;
  readonly database: TestDatabase;
  /** A person with a browser of their own, who acts as the member in #general; the page shows that the bot is there. */
  open(member: string): Promise<Page>;
  /** Resolves when everything that Discord was to be asked for was asked for. */
  settle(): Promise<void>;
}

/**
 * The real processes on a sandbox, and Chromium on its page: one set for all tests of a describe; call it inside. They
 * fail where a process does not end well, the bot did what no correct one would, or a page did what none may do.
 */
export function useRealBot(): RealBot {
  const running: TestProcess[] = [];
  const faults: string[][] = [];
  const contexts: BrowserContext[] = [];
  let browser: Browser | undefined;
  let sandbox: Sandbox;

  // before what follows takes the database away from under the processes
  after(async () => {
    await Promise.all(contexts.map((context) => context.close()));
    const codes = await Promise.all(running.map((process) => process.stop()));
    await sandbox.stop();
    expect(codes).to.deep.equal([0, 0, 0]);
    expect(sandbox.violations).to.deep.equal([]);
    expect(faults.flat()).to.deep.equal([]);
  });
  const database = useDatabase();
  const redis = useRedis();
  const processes = useProcesses();
  before(async () => {
    sandbox = await startSandbox({ identifyEvery: 1, globalLimit: 0 });
    await deployCommands({ rest: new REST({ version: '10', api: sandbox.api }).setToken(sandbox.token) });
    browser = await borrowChromium();
    await Promise.all([
      start('workers/main.ts'),
      start('workers/main.ts', 'effects'),
      start('shards/main.ts'),
    ]);
  });

  async function start(main: string, ...args: string[]): Promise<void> {
    const environment = {
      ...{ DATABASE_URL: database.url, REDIS_URL: redis.url, SECRET: 's'.repeat(32) },
      ...{ DISCORD_TOKEN: sandbox.token, DISCORD_API: sandbox.api, LOG_LEVEL: 'warn' },
    };
    running.push(await processes.start(main, environment, ...args));
  }

  return {
    database,
    get sandbox() {
      return sandbox;
    },
    async open(member) {
      if (!browser) throw new Error('useRealBot() is open only while the tests of its describe run');
      const context = await browser.newContext();
      contexts.push(context);
      context.setDefaultTimeout(patience);
      faults.push(collectFaults(context, new URL(sandbox.page).origin));
      const page = await context.newPage();
      await page.goto(`${sandbox.page}?${new URLSearchParams({ guild, channel: general, member })}`);
      await page.locator('#bot[data-state="on"]').waitFor();
      return page;
    },
    async settle() {
      const queues = effectQueues.map((name) => openQueue(name, { index: 0, of: 1 }, redis.redis));
      const waiting = async () => {
        const counts = await Promise.all(
          queues.map((queue) => queue.getJobCounts('wait', 'active', 'delayed', 'prioritized')),
        );
        return counts.flatMap(Object.values<number>).some((count) => count > 0);
      };
      while (await waiting()) await sleep(20);
      await Promise.all(queues.map((queue) => queue.close()));
    },
  };
}
