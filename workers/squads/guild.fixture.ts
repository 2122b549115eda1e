import type { APIButtonComponentWithCustomId, APIStringSelectComponent } from 'discord-api-types/v10';
import { ComponentType } from 'discord-api-types/v10';
import { guildId, type InteractionHandle, type Message, userId } from '../../scripts/sandbox/index.ts';
import { give } from '../../shared/bytes/gift.ts';
import { silent } from '../../shared/core/log.ts';
import { openMetrics } from '../../shared/core/metrics.ts';
import { effectQueues, openQueue } from '../../shared/core/queues.ts';
import type { SquadDraft } from '../../shared/squads/changes.ts';
import { createSquad, type ListedSquad } from '../../shared/squads/store.ts';
import type { TestDatabase } from '../../shared/testing/database.ts';
import type { TestRedis } from '../../shared/testing/redis.ts';
import { kinds } from '../effects/routes.ts';
import { runEffects } from '../effects/run.ts';
import { startBot, type TestBot } from '../interactions/bot.fixture.ts';

export const guild = guildId('Workshop');
const partition = { index: 0, of: 1 };

/** A bot in the sandbox's Workshop, with squads and members who have bytes. */
export interface SquadGuild {
  bot: TestBot;
  /** With a role of the same name in Discord, below the bot's. */
  squad(name: string, changes?: Partial<SquadDraft>): Promise<ListedSquad>;
  pay(name: string, amount: number): Promise<void>;
  /** Uses a subcommand of /squads and has it answered. */
  use(name: string, subcommand: string, options?: Record<string, string>): Promise<Shown>;
  /** Presses the button with that label on what was shown before. */
  press(name: string, on: Shown, label: string): Promise<Shown>;
  choose(name: string, on: Shown, squad: string): Promise<Shown>;
  /** What would be pressed, for tests that handle it in their own way. */
  pressed(name: string, on: Shown, label: string): InteractionHandle;
  answer(asked: InteractionHandle): Promise<Shown>;
  /** Does what Discord is asked for, until nothing waits. */
  doEffects(): Promise<void>;
  /** Names of the roles that a member has in Discord. */
  rolesOf(name: string): string[];
  close(): Promise<void>;
}

export interface Shown {
  message: Message;
  hidden: boolean;
}

export async function startGuild(database: TestDatabase, redis: TestRedis): Promise<SquadGuild> {
  const { db } = database;
  const bot = await startBot(db, redis.redis);
  const { sandbox, context } = bot;
  const queues = effectQueues.map((name) => openQueue(name, partition, redis.redis));
  let gifts = 0;

  async function answer(asked: InteractionHandle): Promise<Shown> {
    await bot.handle(asked);
    return { message: await asked.message(), hidden: asked.ephemeral };
  }
  const pressed: SquadGuild['pressed'] = (name, { message }, label) => {
    const button = buttonsOf(message).find((each) => each.label === label);
    if (!button) throw new Error(`no button ${label} among ${buttonsOf(message).map((each) => each.label)}`);
    return sandbox.click({ message, user: userId(name), customId: button.custom_id });
  };
  return {
    bot,
    async squad(name, changes = {}) {
      const role = changes.role ?? sandbox.addRole(guild, { name }).id;
      const rest = { description: '', active: true, capacity: null, welcome: null };
      const made = await createSquad({ db }, guild, { name, ...rest, ...changes, role });
      if (made.is !== 'created') throw new Error(made.is);
      return made.squad;
    },
    async pay(name, amount) {
      const user = userId(name);
      await db('guilds').insert({ id: guild, name: 'Workshop' }).onConflict().ignore();
      await db('discord_users').insert({ id: user, username: name }).onConflict().ignore();
      await db('guild_members').insert({ guild_id: guild, user_id: user }).onConflict().ignore();
      const by = { kind: 'system', name: 'test' } as const;
      await give({ db }, { operation: `job:gift-${++gifts}`, guild, user, amount, reason: 'test', by });
    },
    use: (name, subcommand, options = {}) =>
      answer(sandbox.slash({ guild, user: userId(name), name: 'squads', subcommand, options })),
    press: (name, on, label) => answer(pressed(name, on, label)),
    choose(name, { message }, squad) {
      const select = selectOf(message);
      const value = select?.options.find(({ label }) => label === squad)?.value;
      if (!select || !value) throw new Error(`${squad} is not offered`);
      return answer(
        sandbox.click({ message, user: userId(name), customId: select.custom_id, values: [value] }),
      );
    },
    pressed,
    answer,
    async doEffects() {
      const running = runEffects({ ...context, log: silent, metrics: openMetrics() }, kinds);
      for (let left = 1; left > 0; ) {
        await new Promise((resolve) => setTimeout(resolve, 20));
        const counts = await Promise.all(
          queues.map((queue) => queue.getJobCounts('wait', 'active', 'delayed', 'prioritized')),
        );
        left = counts.flatMap(Object.values<number>).reduce((sum, count) => sum + count, 0);
      }
      await running.close();
    },
    rolesOf(name) {
      const workshop = sandbox.world.guilds.get(guild);
      const roles = workshop?.members.get(userId(name))?.roles ?? [];
      return [...roles].map((id) => workshop?.roles.get(id)?.name ?? id);
    },
    async close() {
      await Promise.all(queues.map((queue) => queue.close()));
      await bot.close();
    },
  };
}

export function buttonsOf(message: Message): APIButtonComponentWithCustomId[] {
  return partsOf(message).flatMap((part) =>
    part.type === ComponentType.Button && 'custom_id' in part ? [part as APIButtonComponentWithCustomId] : [],
  );
}

export function selectOf(message: Message): APIStringSelectComponent | undefined {
  const part = partsOf(message).find(({ type }) => type === ComponentType.StringSelect);
  return part as APIStringSelectComponent | undefined; // of that type
}

function partsOf({ components = [] }: Message) {
  return components.flatMap((row) => (row.type === ComponentType.ActionRow ? row.components : []));
}
