import { expect } from 'chai';
import { userId } from '../../scripts/sandbox/index.ts';
import type { Knex } from '../../shared/db/knex.ts';
import { useDatabase } from '../../shared/testing/database.ts';
import { type TestRedis, useRedis } from '../../shared/testing/redis.ts';
import { guild, type SquadGuild, startGuild } from '../squads/guild.fixture.ts';
import { sweepOnce } from './sweep.ts';

export interface SweptGuild {
  readonly at: SquadGuild;
  readonly db: Knex;
  readonly redis: TestRedis['redis'];
  /** Sweeps, and does what was asked of Discord. */
  sweep(): Promise<void>;
  /** Into a squad, two minutes ago, as if the worker had died before it could ask for the role. */
  put(name: string, squad: string, given?: { role?: string }): Promise<void>;
  /** Gives a member these roles in Discord, and has them known. */
  know(name: string, roles: string[]): Promise<void>;
  known(name: string): Promise<string[]>;
  /** What was asked of Discord about members' roles: `PUT 204`. */
  requests(): string[];
}

/** The sandbox's Workshop, fresh for each test, with ada who has 500 bytes; call it inside `describe`. */
export function useSweptGuild(): SweptGuild {
  const database = useDatabase();
  const redis = useRedis();
  const faults: unknown[] = [];
  let at: SquadGuild;

  beforeEach(async () => {
    await redis.redis.flushdb();
    const tables =
      'role_grants, bytes_roles, former_squad_roles, squad_members, squads, bytes, guild_members';
    await database.db.raw(`TRUNCATE ${tables}, guild_roles, guilds, operations, failed_effects CASCADE`);
    at = await startGuild(database, redis);
    await at.pay('ada', 500);
  });
  afterEach(async () => {
    expect(at.bot.sandbox.violations).to.eql([]);
    expect(faults.splice(0)).to.eql([]);
    await at.close();
  });

  async function know(name: string, roles: string[]): Promise<void> {
    at.bot.sandbox.updateMember(guild, userId(name), { roles });
    await database
      .db('guild_members')
      .where({ user_id: userId(name) })
      .update({ roles });
  }
  return {
    get at() {
      return at;
    },
    get db() {
      return database.db;
    },
    get redis() {
      return redis.redis;
    },
    know,
    async sweep() {
      const log = Object.assign(Object.create(at.bot.context.log), {
        error: ({ err }: { err: unknown }) => faults.push(err),
      });
      await sweepOnce({ ...at.bot.context, log });
      await at.doEffects();
    },
    async put(name, squad, { role } = {}) {
      const user = userId(name);
      await at.pay(name, 1);
      const joined_at = new Date(Date.now() - 120_000);
      await database
        .db('squad_members')
        .insert({ guild_id: guild, user_id: user, squad_id: squad, joined_at });
      if (role) await know(name, [role]);
    },
    async known(name) {
      return (
        await database
          .db('guild_members')
          .where({ user_id: userId(name) })
          .first('roles')
      ).roles;
    },
    requests: () =>
      at.bot.sandbox.requests
        .filter(({ route }) => route.includes('/roles/'))
        .map(({ method, status }) => `${method} ${status}`),
  };
}
