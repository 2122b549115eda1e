import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Koa from 'koa';
import { after, before } from 'mocha';
import { createKey, type KeyDraft, type KeyView } from '../../shared/accounts/api-keys.ts';
import { noRecorder } from '../../shared/analytics/recorder.ts';
import { systemClock } from '../../shared/core/clock.ts';
import { silent } from '../../shared/core/log.ts';
import { openMetrics } from '../../shared/core/metrics.ts';
import { openQueues, type Queues } from '../../shared/core/queues.ts';
import { type TestDatabase, useDatabase } from '../../shared/testing/database.ts';
import { type TestRedis, useRedis } from '../../shared/testing/redis.ts';
import { mountApi } from '../api/mount.ts';
import type { Additions, Deps, State } from '../context.ts';
import { loadAssets } from '../http/assets.ts';
import { openRender } from '../http/render.ts';
import type { AnyRoute } from '../http/route.ts';
import { openLive } from '../live/live.ts';
import type { ApiLimits } from '../middleware/api-limits.ts';
import { catchErrors } from '../middleware/errors.ts';
import { nameRequests } from '../middleware/request-id.ts';
import { secureHeaders } from '../middleware/security-headers.ts';
import { openBoard } from '../ops/queues.ts';

export interface TestApi {
  database: TestDatabase;
  redis: TestRedis;
  /** Asks one of the processes; the first unless told. */
  ask(method: string, path: string, options?: AskOptions): Promise<TestAnswer>;
  /** A new key, its secret, and a token for it. */
  makeKey(draft?: Partial<KeyDraft>): Promise<{ key: KeyView; secret: string; token: string }>;
  travel(ms: number): void;
  readonly origin: string;
  readonly deps: Deps;
  /** What was logged as an error. */
  readonly faults: unknown[];
}

interface AskOptions {
  token?: string;
  /** Sent as JSON; a text is sent as it is. */
  body?: unknown;
  headers?: Record<string, string>;
  process?: number;
}

export interface TestAnswer {
  status: number;
  headers: Headers;
  text: string;
  /** Parsed, where it is JSON. */
  body: Record<string, unknown>;
}

/** Without a limit that a test would meet. */
export const unlimited: ApiLimits = { key: 1e9, user: 1e9, network: 1e9 };

/** The API alone, by any number of processes over the same services; call it inside `describe`. */
export function useApi({
  limits = unlimited,
  processes = 1,
  routes,
}: {
  limits?: ApiLimits;
  processes?: number;
  routes?: readonly AnyRoute[];
} = {}): TestApi {
  const database = useDatabase();
  const redis = useRedis();
  const servers: Server[] = [];
  const faults: unknown[] = [];
  const log = Object.assign(Object.create(silent), { error: (fault: unknown) => faults.push(fault) });
  let ahead = 0;
  let deps: Deps | undefined;
  let queues: Queues | undefined;

  before(async () => {
    const { db } = database;
    const config = {
      DISCORD_API: 'https://discord.com/api',
      SECRET: 'x'.repeat(32),
      TRUST_PROXY: false,
      WEB_ORIGIN: undefined,
      METRICS_TOKEN: undefined,
      WEBHOOKS_PRIVATE: false,
    };
    const board = openBoard({ redis: redis.redis, log: silent }, 1);
    queues = openQueues(redis.redis, log);
    const clock = () => systemClock() + ahead;
    const { queue } = queues;
    const live = openLive({ db, redis: redis.redis, queue, partitions: 1, log: silent, clock }, 20);
    const parts = { db, redis: redis.redis, metrics: openMetrics(), board, live, recorder: noRecorder };
    deps = { config, log, clock, ...parts, applicationId: undefined, queue, partitions: 1 };
    for (let i = 0; i < processes; i++) {
      const server = createServer(build(deps, limits, routes).callback()).listen(0, '127.0.0.1');
      await once(server, 'listening');
      servers.push(server);
    }
  });
  after(async () => {
    for (const server of servers) {
      server.closeAllConnections();
      server.close();
    }
    deps?.live.close();
    await Promise.all([deps?.board.close(), queues?.close()]);
  });

  function originOf(index: number): string {
    const server = servers[index];
    if (!server) throw new Error(`there is no process ${index}`);
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  async function ask(method: string, path: string, options: AskOptions = {}): Promise<TestAnswer> {
    const { token, body, headers, process = 0 } = options;
    const response = await fetch(`${originOf(process)}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = /\bjson\b/.test(response.headers.get('content-type') ?? '') && text !== '';
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: isJson ? JSON.parse(text) : {},
    };
  }

  /** Whoever made a key: of what is of no single guild it does nothing without one. */
  async function admin(username: string): Promise<string> {
    const row = { username, password_hash: 'none', role: 'admin' };
    const [made] = await database.db('admin_users').insert(row, ['id']);
    return made.id;
  }

  const api: TestApi = {
    database,
    redis,
    faults,
    ask,
    async makeKey(draft = {}) {
      const by = { actor: { kind: 'system', name: 'test' } } as const;
      const whole = { name: 'test', scopes: ['read', 'write'], guilds: null, expiresAt: null, ...draft };
      const created = await createKey(database, whole, by);
      if (created.is === 'repeated') throw new Error('a key was made twice');
      const { key, secret } = created;
      await database
        .db('api_keys')
        .where({ id: key.id })
        .update({ created_by: await admin(key.prefix) });
      const { body } = await ask('POST', '/api/v1/auth/token', {
        body: { grantType: 'api_key', key: secret },
      });
      return { key, secret, token: String(body.accessToken) };
    },
    travel(ms) {
      ahead += ms;
    },
    get origin() {
      return originOf(0);
    },
    get deps() {
      if (!deps) throw new Error('useApi() is open only while the tests of its describe run');
      return deps;
    },
  };
  return api;
}

function build(deps: Deps, limits: ApiLimits, routes?: readonly AnyRoute[]): Koa<State, Additions> {
  const render = openRender(loadAssets(new URL('../static/', import.meta.url)));
  const parts = { ...deps, render, limits, ...(routes ? { routes } : {}) };
  return new Koa<State, Additions>({ keys: [deps.config.SECRET] })
    .use(nameRequests(deps))
    .use(catchErrors(parts))
    .use(secureHeaders(deps))
    .use(mountApi(parts));
}
