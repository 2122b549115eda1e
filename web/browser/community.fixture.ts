import { after, before } from 'mocha';
import { type GuildSeed, guildId, type Sandbox, startSandbox, userId } from '../../scripts/sandbox/index.ts';
import type { Snowflake } from '../../shared/core/snowflake.ts';
import { type TestProcess, useProcesses } from '../../shared/testing/processes.ts';
import type { TestPanel } from '../testing/panel.ts';

const partitions = 2; // as the panel's queue board has it

export interface Community {
  guild: Snowflake;
  /** Has the next member, who never wrote before, write a message; answers with what the running worker pays for it. */
  pay(): Promise<number>;
  /** Where it all happens. */
  readonly sandbox: Sandbox;
  /** The bot joins another guild; answers once the panel has it. */
  join(seed: GuildSeed): Promise<Snowflake>;
  /** Holds the worker still while something is done. */
  withoutWorker(work: () => Promise<void>): Promise<void>;
}

/**
 * A guild on the sandbox, with the real gateway and worker processes beside the panel, and where they are asked for those
 * that do what Discord is asked; call it inside `describe`.
 */
export function useCommunity({ database, redis }: TestPanel, { effects = false } = {}): Community {
  const members = Array.from({ length: 20 }, (_, index) => `member${index}`);
  const guild = guildId('Crowd');
  const running: TestProcess[] = [];
  let sandbox: Sandbox;
  let next = 0;

  before(async function () {
    this.timeout(120_000);
    const channels = [{ name: 'general' }, { name: 'off-topic' }];
    const world = { guilds: [{ name: 'Crowd', channels, members: members.map((name) => ({ name })) }] };
    sandbox = await startSandbox({ world, identifyEvery: 1, globalLimit: 0 });
    const environment = {
      DATABASE_URL: database.url,
      REDIS_URL: redis.url,
      SECRET: 's'.repeat(32),
      LOG_LEVEL: 'warn',
      PARTITIONS: String(partitions),
      DISCORD_TOKEN: sandbox.token,
      DISCORD_API: sandbox.api,
    };
    const mains = [
      ['workers/main.ts'],
      ['shards/main.ts'],
      ...(effects ? [['workers/main.ts', 'effects']] : []),
    ];
    for (const [main = '', ...args] of mains) running.push(await processes.start(main, environment, ...args));
    await sandbox.waitFor(() => sandbox.sessions.open.length === 1, 20_000);
    await isKnown(guild);
  });
  after(async () => {
    await Promise.all(running.map((process) => process.kill()));
    await sandbox?.stop();
  });
  const processes = useProcesses(); // after our own hook: it asks whether anything was left running

  const isKnown = (id: Snowflake) =>
    eventually(async () => (await database.db('guilds').where({ id }).first()) !== undefined);

  return {
    guild,
    get sandbox() {
      return sandbox;
    },
    async join(seed) {
      const { id } = sandbox.addGuild(seed);
      await isKnown(id);
      return id;
    },
    async withoutWorker(work) {
      const pid = running[0]?.pid ?? 0;
      process.kill(pid, 'SIGSTOP');
      try {
        await work();
      } finally {
        process.kill(pid, 'SIGCONT');
      }
    },
    async pay() {
      const author = userId(members[next++] ?? '');
      sandbox.message({ guild, author, content: 'hello' });
      const daily = () =>
        database.db('bytes').where({ guild_id: guild, receiver_id: author, kind: 'daily' }).first('amount');
      await eventually(async () => (await daily()) !== undefined);
      return Number((await daily()).amount);
    },
  };
}

/** Looks again until it holds; the test's own timeout is the limit. */
export async function eventually(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20));
}
