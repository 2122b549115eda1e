import { GatewayOpcodes } from 'discord-api-types/v10';
import { z } from 'zod';
import { type Clock, SECOND } from '../shared/core/clock.ts';
import type { SyncRequest } from '../shared/core/events.ts';
import type { Log } from '../shared/core/log.ts';
import { Snowflake } from '../shared/core/snowflake.ts';
import type { Knex } from '../shared/db/knex.ts';
import { endRuns, postponeRun, reviveRuns, takeRuns } from '../shared/sync/runs.ts';
import { isFields } from './fields.ts';
import type { Gateway } from './gateway.ts';
import type { Dispatch } from './intake.ts';
import { readNonce, writeNonce } from './nonce.ts';
import type { RequestBudget } from './request-budget.ts';
import type { Watermark } from './watermark.ts';

const mostInFlight = 4; // guilds of a shard at a time: a huge one leaves room for small ones, and memory is bounded
const mostJobs = 256; // chunks that may wait for workers before more are asked for: about 75 MB in Redis
const silence = 60 * SECOND; // Discord sends a chunk every few milliseconds
const mostRefused = 100; // at once

/** Where chunks are between the socket and Postgres. */
export interface Backlog {
  /** Chunks that workers have not saved. */
  jobs: number;
  /** Chunks wait to be enqueued. */
  isHeld: boolean;
  /** So much waits to be enqueued, of whatever kind, that the shard should ask for no more. */
  isFull: boolean;
}

interface Deps {
  db: Knex;
  clock: Clock;
  /** The shard's own time (stamps.ts): what is received after a request is newer than what the request brings. */
  stamp: () => number;
  log: Log;
  shard: number;
  shards: number;
  watermark: Pick<Watermark, 'session'>;
  gateway: Pick<Gateway, 'state' | 'send'>;
  budget: RequestBudget;
  backlog: () => Promise<Backlog>;
  /** The session has the intent without which Discord sends no members. */
  isAllowed: boolean;
}

/** Loads of all members of guilds (shared/sync/runs.ts), as far as a shard has part in them. */
export interface MemberLoads {
  /** Asks for the members of guilds whose turn it is. Fails where Postgres does; the next turn goes on. */
  turn(): Promise<void>;
  /** Learns from a dispatch that came for the first time. */
  follow(dispatch: Dispatch): void;
  /** A session began, in which nothing was asked for yet. */
  begin(): void;
}

export function openMemberLoads(deps: Deps): MemberLoads {
  const { db, clock, stamp, log, shard, shards, watermark, gateway, budget, isAllowed } = deps;
  /** By the id of the run. */
  const inFlight = new Map<string, { guild: unknown; heardAt: number }>();
  let turning: Promise<void> | undefined;
  let isDue = false;

  async function look(): Promise<void> {
    const session = watermark.session?.id;
    if (gateway.state.is !== 'attached' || session === undefined) return;
    const backlog = await deps.backlog();
    const hold = () => ({ shard, shards, session, now: stamp() });
    const isMoving = backlog.jobs > 0 || backlog.isHeld; // then nothing was heard of a run because workers are behind
    await reviveRuns(db, hold(), isMoving ? null : silence);
    if (!isAllowed) return refuse(await takeRuns(db, hold(), mostRefused));
    const most = backlog.isFull || backlog.jobs >= mostJobs ? 0 : Math.min(free(), budget.left);
    if (most <= 0) return;
    for (const taken of await takeRuns(db, hold(), most, 1)) await ask(taken, session);
  }

  function free(): number {
    for (const [run, { heardAt }] of inFlight) if (heardAt < clock() - silence) inFlight.delete(run);
    return mostInFlight - inFlight.size;
  }

  async function ask({ guild, run }: { guild: Snowflake; run: SyncRequest }, session: string): Promise<void> {
    const d = { guild_id: guild, query: '', limit: 0, nonce: writeNonce(run) } as const;
    const isSent =
      watermark.session?.id === session && gateway.send({ op: GatewayOpcodes.RequestGuildMembers, d });
    if (!isSent) return postponeRun(db, guild, clock());
    budget.spend();
    inFlight.set(run.id, { guild, heardAt: clock() });
  }

  async function refuse(taken: readonly { guild: Snowflake }[]): Promise<void> {
    if (taken.length === 0) return;
    const guilds = taken.map(({ guild }) => guild);
    await endRuns(db, guilds, { is: 'failed', why: notAllowed });
  }

  const readers: Record<string, (d: unknown) => void> = {
    GUILD_MEMBERS_CHUNK(d) {
      const { nonce, guild_id, chunk_index, chunk_count } = isFields(d) ? d : {};
      const run = readNonce(nonce);
      if (!run) return;
      if (Number(chunk_index) + 1 >= Number(chunk_count)) inFlight.delete(run.id);
      else inFlight.set(run.id, { guild: guild_id, heardAt: clock() });
    },
    RATE_LIMITED(d) {
      const { data } = RateLimited.safeParse(d);
      if (!data) return;
      leave(data.meta.guild_id);
      postponeRun(db, data.meta.guild_id, clock() + data.retry_after * SECOND).catch((error: unknown) =>
        log.warn({ err: error }, 'could not postpone a load of members'),
      );
    },
    GUILD_DELETE: (d) => leave(isFields(d) ? d.id : undefined),
  };

  /** Nothing comes of the guild now. */
  function leave(guild: unknown): void {
    for (const [run, each] of inFlight) if (each.guild === guild) inFlight.delete(run);
  }

  async function takeTurns(): Promise<void> {
    try {
      do {
        isDue = false;
        await look();
      } while (isDue);
    } finally {
      turning = undefined;
    }
  }

  return {
    turn() {
      isDue = true; // also of the turn that is under way, whose look may have been too early
      turning ??= takeTurns();
      return turning;
    },
    follow({ t, d }) {
      if (Object.hasOwn(readers, t)) readers[t]?.(d);
    },
    begin: () => inFlight.clear(),
  };
}

/** Told to whoever asked. */
const notAllowed =
  'Discord sends no members while the Server Members Intent is off: switch it on in the Discord developer portal, under Bot, Privileged Gateway Intents, then restart the bot.';

const longestRest = 3_600; // seconds

/** Discord documentation, "Rate Limited". */
const RateLimited = z.object({
  opcode: z.literal(GatewayOpcodes.RequestGuildMembers),
  retry_after: z
    .number()
    .min(0)
    .transform((seconds) => Math.min(seconds, longestRest)),
  meta: z.object({ guild_id: Snowflake }),
});
