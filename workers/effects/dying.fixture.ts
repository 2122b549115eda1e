import { REST } from '@discordjs/rest';
import type { Sandbox } from '../../scripts/sandbox/index.ts';
import type { Knex } from '../../shared/db/knex.ts';
import type { EffectDeps } from './kind.ts';

export interface Death {
  /** At which request of the process, counted from 0. */
  at: number;
  /** Whether Discord still gets it. */
  afterwards: boolean;
}

/** A process that dies at a request: from then on nothing of it reaches Discord or Postgres. */
export function dying(deps: EffectDeps, sandbox: Sandbox, { at, afterwards }: Death) {
  const rest = new REST({ api: sandbox.api, version: '10', retries: 0 }).setToken(sandbox.token);
  const request = rest.options.makeRequest;
  let requests = 0;
  let isDead = false;
  const check = () => {
    if (isDead) throw new Error('this process died');
  };
  rest.options.makeRequest = async (url, init) => {
    check();
    requests += 1;
    if (requests <= at) return request(url, init);
    if (afterwards) await request(url, init);
    isDead = true;
    throw new Error('this process died');
  };
  const db = new Proxy(deps.db, {
    apply(target, that, args) {
      check();
      return Reflect.apply(target, that, args);
    },
    get(target, name) {
      check();
      return Reflect.get(target, name);
    },
  }) as Knex;
  return { deps: { ...deps, rest, db }, died: () => isDead };
}
