import { REST } from '@discordjs/rest';
import { type Message, type Sandbox, startSandbox, userId } from '../../scripts/sandbox/index.ts';
import { noRecorder } from '../../shared/analytics/recorder.ts';
import { noTallies } from '../../shared/analytics/tallies.ts';
import { rememberInvites } from '../../shared/automod/invite-codes.ts';
import { createRule } from '../../shared/automod/rules.ts';
import { rememberCommitted } from '../../shared/bytes/committed.ts';
import type { Envelope } from '../../shared/core/events.ts';
import { silent } from '../../shared/core/log.ts';
import { openMetrics } from '../../shared/core/metrics.ts';
import { effectQueues, openQueues } from '../../shared/core/queues.ts';
import type { TestDatabase } from '../../shared/testing/database.ts';
import type { TestRedis } from '../../shared/testing/redis.ts';
import type { Context } from '../context.ts';
import { openLogs } from '../effects/log-entry.ts';
import { knowPlaces } from '../effects/places.fixture.ts';
import { kinds } from '../effects/routes.ts';
import { runEffects } from '../effects/run.ts';
import { openSettings } from '../settings.ts';

const partition = { index: 0, of: 1 };
const staff = { actor: { kind: 'system', name: 'test' } } as const;

/** A guild of the sandbox that is moderated, and as many workers in this process as one asks for. */
export interface ModeratedGuild {
  sandbox: Sandbox;
  guild: string;
  /** Discord's time, and the bot's. */
  now: number;
  /** With memories of its own. */
  worker(): Context;
  /** Answers with its id. */
  rule(given: Record<string, unknown>): Promise<string>;
  /** Posts as a member, at a time. */
  post(name: string, content: string, at?: number, channel?: string): Message;
  /** Does what Discord is asked for, until nothing waits. */
  doEffects(): Promise<void>;
  close(): Promise<void>;
}

export async function moderate(
  { db }: TestDatabase,
  { redis }: TestRedis,
  members: string[],
  now: number,
): Promise<ModeratedGuild> {
  await redis.flushdb();
  await db.raw(
    `TRUNCATE automod_rules, automod_firing_messages, automod_firings, user_warnings, case_notes, moderation_cases,
       case_counters, lockdowns, failed_effects, moderation_configs, guilds CASCADE`,
  );
  const state = { now };
  const seed = {
    name: 'Moderated',
    owner: 'owner',
    members: ['owner', ...members].map((name) => ({ name })),
    channels: ['general', 'random', 'log'].map((name) => ({ name })),
  };
  const sandbox = await startSandbox({ world: { guilds: [seed] }, globalLimit: 0, now: () => state.now });
  const [guild] = [...sandbox.world.guilds.values()];
  if (!guild) throw new Error('the sandbox has no guild');
  await db('guilds').insert({ id: guild.id, name: 'Moderated', owner_id: userId('owner') });
  await knowPlaces(db, guild);
  const queues = openQueues(redis, silent);
  const rest = new REST({ version: '10', api: sandbox.api }).setToken(sandbox.token);
  const common = { db, redis, rest, log: silent, clock: () => state.now, partitions: 1, queue: queues.queue };
  return {
    sandbox,
    guild: guild.id,
    get now() {
      return state.now;
    },
    set now(time) {
      state.now = time;
    },
    worker: () => ({
      ...common,
      config: {
        DISCORD_API: sandbox.api,
        SECRET: 's'.repeat(32),
        WEB_ORIGIN: undefined,
        WEB_BIND: '',
        WEB_PORT: 0,
      },
      applicationId: sandbox.applicationId,
      metrics: openMetrics(),
      settings: openSettings({ db, log: silent }),
      committed: rememberCommitted(),
      invites: rememberInvites(redis),
      recorder: noRecorder,
      tallies: noTallies,
    }),
    async rule(given) {
      const made = await createRule({ db }, guild.id, { enabled: true, mode: 'enforce', ...given }, staff);
      if (made.is !== 'created') throw new Error(JSON.stringify(made));
      return made.rule.id;
    },
    post: (name, content, at = state.now, channel) =>
      sandbox.message({ guild: guild.id, author: userId(name), content, at, ...(channel && { channel }) }),
    async doEffects() {
      const running = runEffects(
        { ...common, metrics: openMetrics(), recorder: noRecorder },
        { ...kinds, log: openLogs(1) },
      );
      // twice in a row: one that is on its way from queue to queue is in none
      for (let quiet = 0; quiet < 2; ) {
        await new Promise((resolve) => setTimeout(resolve, 10));
        const counts = await Promise.all(
          effectQueues.map((name) =>
            queues.queue(name, partition).getJobCounts('wait', 'active', 'delayed', 'prioritized'),
          ),
        );
        const left = counts.flatMap(Object.values<number>).reduce((sum, count) => sum + count, 0);
        quiet = left === 0 ? quiet + 1 : 0;
      }
      await running.close();
    },
    async close() {
      await queues.close();
      await sandbox.stop();
    },
  };
}

/** What a shard makes of a message. */
export function eventOf(message: Message): Envelope<'MESSAGE_CREATE'> {
  const { id, guild_id: guild = '', channel_id: channel, author, content } = message;
  const { id: user, username, global_name: globalName, avatar } = author;
  const rest = {
    roles: [],
    joinedAt: null,
    attachments: [],
    mentions: { users: 0, roles: 0, everyone: false },
    flags: 0,
  };
  const d = { id, guild, channel, author: { id: user, username, globalName, avatar }, content, ...rest };
  return { t: 'MESSAGE_CREATE', id, at: 1, d };
}
