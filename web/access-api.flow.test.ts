import { expect } from 'chai';
import { type Demo, seedDemo } from '../scripts/screenshots/demo.ts';
import { fillPath } from '../scripts/screenshots/paths.ts';
import { createKey, type KeyDraft } from '../shared/accounts/api-keys.ts';
import { revokeKey } from '../shared/accounts/revoke-key.ts';
import { exchangeKey } from '../shared/accounts/tokens.ts';
import { type Clock, HOUR, systemClock } from '../shared/core/clock.ts';
import { keys } from '../shared/core/keys.ts';
import { apiRoutes } from './api/index.ts';
import type { AnyRoute } from './http/route.ts';
import { usePanel } from './testing/panel.ts';
import { enterByLink, makeOwner, signedIn } from './testing/visitors.ts';

type Admission = 'in' | 'unknown' | 'forbidden' | 'missing';

/** A program that asks: what it shows, what that is good for, and which guilds (null: all). */
interface Program {
  who: string;
  authorization: string;
  /** Of a session in the panel, which is worth nothing here. */
  cookie?: string;
  scopes: string[];
  guilds: string[] | null;
}

/** What belongs to no guild: a key for certain guilds is refused. Routes that need a body or a query are refused that first. */
const ofTheSystem = new Set([
  'get /page-views',
  'get /maintenance-runs',
  'get /maintenance-runs/:maintenanceId',
  'post /maintenance-runs/:maintenanceId/cancel',
  'get /errors',
  'get /errors/:errorId',
  'get /errors/:errorId/occurrences',
  'post /errors/:errorId/resolve',
  'post /errors/:errorId/reopen',
  'get /process-statuses',
  'get /bot-statuses',
  'get /queues',
  'get /jobs',
  'get /jobs/:keptJobId',
  'post /jobs/:keptJobId/retry',
  'get /alarms',
  'get /alarms/:alarmId',
  'post /alarms/:alarmId/dismiss',
  'get /redirects',
  'get /redirects/:redirectId',
  'patch /redirects/:redirectId',
  'delete /redirects/:redirectId',
  'get /redirects/:redirectId/clicks',
  'get /users/:userId/export',
  'get /users/:userId/forget',
  'get /forget-runs/:forgetRunId',
  'get /webhooks',
  'get /webhooks/:webhookId',
  'patch /webhooks/:webhookId',
  'post /webhooks/:webhookId/secret',
  'delete /webhooks/:webhookId',
  'post /webhooks/:webhookId/replay',
  'get /webhooks/:webhookId/deliveries',
  'get /webhooks/:webhookId/deliveries/:deliveryId',
  'post /webhooks/:webhookId/deliveries/:deliveryId/replay',
]);

/** Accounts, keys and whole persons are never reached by `read` and `write` alone. */
const managing = ['staff', 'keys', 'privacy'].flatMap((of) => [`${of}:read`, `${of}:write`]);

const unknown = '42';
const nobody = '987654321';
/** In all that was typed in a guild. */
const markOf = (guild: string) => `secretly ${[...guild].reverse().join('')}`;

describe('which program may ask', () => {
  const panel = usePanel();
  let demo: Demo;
  let programs: Program[];

  before(async () => {
    const text = (plain: string, guild?: string) => (guild ? `${plain} ${markOf(guild)}` : plain);
    demo = await seedDemo(panel.database, { now: Date.now(), text });
    programs = await gatherPrograms();
  });

  for (const [n, route] of apiRoutes.entries()) {
    it(`is as ${route.method} ${route.path} says (${route.scope})`, async function () {
      this.timeout(120_000);
      for (const [p, program] of programs.entries())
        for (const guildId of guildsFor(route, n + p)) {
          const path = fillPath(route.path, { ...demo, guildId });
          const { status, body } = await ask(program, route, path);
          const about = `${program.who} asks for ${route.method} ${path}: ${status} ${body.slice(0, 200)}`;
          expect(outcomesOf(route, status), about).to.include(admissionOf(program, route, guildId));
          for (const guild of [demo.guildId, demo.otherGuildId])
            if (!isGood(program) || !mayReach(program, guild))
              expect(body.includes(markOf(guild)), `${about} shows what is in another guild`).to.equal(false);
        }
    });
  }

  /** One each, in turns; all of them with --full. */
  function guildsFor({ path }: AnyRoute, turn: number): string[] {
    if (!path.includes(':guildId')) return [demo.guildId];
    const guilds = [demo.guildId, demo.otherGuildId, unknown];
    return process.env.TEST_FULL ? guilds : guilds.slice(turn % 3).slice(0, 1);
  }

  async function ask({ authorization, cookie = '' }: Program, { method }: AnyRoute, path: string) {
    await forgetCounts();
    const response = await fetch(`${panel.origin}/api/v1${path}`, {
      method: method.toUpperCase(),
      headers: {
        ...(authorization ? { authorization } : {}),
        cookie,
        'if-match': '"0"',
        ...(method === 'get' ? {} : { 'content-type': 'application/json' }),
      },
      body: method === 'get' || method === 'delete' ? undefined : '{}',
    });
    return { status: response.status, body: await response.text() };
  }

  async function forgetCounts(): Promise<void> {
    const counted = await panel.redis.redis.keys(keys.throttle('*'));
    if (counted.length > 0) await panel.redis.redis.del(counted);
  }

  async function cookieOfManager(): Promise<string> {
    await makeOwner(panel, demo.guildId, '4242');
    const { cookies } = await signedIn(panel, await enterByLink(panel, demo.guildId, '4242'));
    return [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  async function gatherPrograms(): Promise<Program[]> {
    const { db } = panel.database;
    const all = { scopes: ['read', 'write'], guilds: null };
    const none = { scopes: [], guilds: [] };
    const by = { actor: { kind: 'staff', id: demo.staff.owner ?? '', name: 'owner' } } as const;
    async function make(who: string, draft: Pick<KeyDraft, 'scopes' | 'guilds'>, clock: Clock = systemClock) {
      const made = await createKey({ db }, { name: who, expiresAt: null, ...draft }, by);
      if (made.is !== 'created') throw new Error(`no key for ${who}: ${made.is}`);
      const { key, secret } = made;
      const issued = await exchangeKey({ db, clock, secret: 'x'.repeat(32) }, secret);
      if (issued.is !== 'issued') throw new Error(`no token for ${who}: ${issued.is}`);
      return {
        id: key.id,
        secret,
        program: { who, authorization: `Bearer ${issued.tokens.accessToken}`, ...draft },
      };
    }
    const past = () => systemClock() - HOUR;
    const late = await make('a token that has expired', all, past);
    const [ended, revoked] = [await make('a key that has expired', all), await make('a revoked key', all)];
    await db('api_keys')
      .where({ id: ended.id })
      .update({ expires_at: new Date(past()) });
    await revokeKey({ db, clock: systemClock }, revoked.id, by);
    const raw = await make('a key', all);
    return [
      {
        who: 'a manager who signed in with Discord',
        authorization: '',
        cookie: await cookieOfManager(),
        ...none,
      },
      { who: 'nonsense', authorization: 'Bearer nonsense', ...none },
      { ...raw.program, who: 'a key that was not exchanged', authorization: `Bearer ${raw.secret}`, ...none },
      ...[late, ended, revoked].map(({ program }) => ({ ...program, ...none })),
      (
        await make('a key for something else', {
          scopes: ['something:read', 'something:write'],
          guilds: null,
        })
      ).program,
      (await make('a key that reads and manages', { scopes: ['read', ...managing], guilds: null })).program,
      (await make('a key that reads', { scopes: ['read'], guilds: null })).program,
      (await make('a key of another guild', { ...all, guilds: [nobody] })).program,
      (await make('a key of one guild', { ...all, guilds: [demo.guildId] })).program,
      raw.program,
    ];
  }
});

function isGood({ scopes }: Program): boolean {
  return scopes.length > 0;
}

function mayReach({ guilds }: Program, guild: string): boolean {
  return guild !== unknown && (guilds === null || guilds.includes(guild));
}

/** What the scope promises, said anew and not read from the guard. */
function admissionOf(program: Program, { method, scope, path }: AnyRoute, guild: string): Admission {
  if (scope === 'public') return 'in';
  if (!isGood(program)) return 'unknown';
  const [resource = '', verb = ''] = scope.split(':');
  const implied = ['staff', 'keys', 'privacy'].includes(resource) ? [] : [verb];
  if (![scope, ...implied].some((held) => program.scopes.includes(held))) return 'forbidden';
  if (ofTheSystem.has(`${method} ${path}`) && program.guilds !== null) return 'forbidden';
  return path.includes(':guildId') && !mayReach(program, guild) ? 'missing' : 'in';
}

/** What an answer may stand for; the route's own code may miss something as well, or know no such credentials. */
function outcomesOf({ scope, path }: AnyRoute, status: number): Admission[] {
  if (scope === 'public') return status < 500 ? ['in'] : [];
  if (status === 401) return ['unknown'];
  if (status === 403) return ['forbidden'];
  const isParted = path.replace(':guildId', '').includes(':');
  if (status === 404) return isParted ? ['missing', 'forbidden', 'in'] : ['missing', 'forbidden'];
  return status < 500 ? ['in'] : [];
}
