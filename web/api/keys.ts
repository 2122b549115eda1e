import { z } from 'zod';
import { readKey, toView } from '../../shared/accounts/api-keys.ts';
import { changeKeyByKey, makeKeyByKey, revokeKeyByKey } from '../../shared/accounts/hand-on.ts';
import { ApiKey } from '../../shared/accounts/model.ts';
import { listQuery, pageOf, readPage } from '../http/list.ts';
import { refuse } from '../http/problem.ts';
import { type AnyRoute, route } from '../http/route.ts';
import { refuseByRules } from './against-rules.ts';
import { isKeyOf } from './key-owner.ts';
import { answerKey, Key, programOf, refuseHandOn, shapeOf, tagOfKey } from './key-shapes.ts';
import { operationOf } from './operation.ts';
import { RowId } from './shapes.ts';
import { refuseStale } from './version.ts';

const orders = { id: { column: 'id' }, '-id': { column: 'id', desc: true } } as const;
const path = '/keys';
const scope = { read: 'keys:read', write: 'keys:write' } as const;
const InKey = z.object({ keyId: RowId });
const about = 'For keys of every guild that an owner or admin made.';
const Made = z.object({ key: Key, secret: z.string().describe('Shown this once; kept as a hash') });

/** `known`: all scopes that there are, of these routes too. */
export function listKeyRoutes(known: () => readonly string[]): AnyRoute[] {
  const draft = shapeOf(known);
  return [
    route({
      method: 'get',
      path,
      summary: 'List the API keys',
      description: about,
      scope: scope.read,
      query: listQuery(orders, {}),
      reply: pageOf(Key),
      problems: ['forbidden'],
      handle: async ({ query, caller }, deps) => {
        if (!(await isKeyOf(deps, caller, 'admin'))) return refuse('forbidden');
        const kept = deps.db(ApiKey.tableName).select('*');
        return readPage(kept, orders, query, (row) => toView(ApiKey.fromDatabaseJson(row)));
      },
    }),
    route({
      method: 'get',
      path: `${path}/:keyId`,
      summary: 'Read an API key',
      description: `${about} Its secret was shown once, and cannot be again.`,
      scope: scope.read,
      params: InKey,
      reply: Key,
      problems: ['forbidden'],
      handle: async ({ params, caller }, deps) => {
        if (!(await isKeyOf(deps, caller, 'admin'))) return refuse('forbidden');
        const key = await readKey(deps, params.keyId);
        return key ? answerKey(key) : refuse('not-found');
      },
    }),
    route({
      method: 'post',
      path,
      summary: 'Create an API key',
      description: `${about} It belongs to the same account, holds no scope that the asking key lacks, does not outlive it, and ends with it. Asked again under the same Idempotency-Key when its answer was lost, the same key gets another secret, unless it was used since.`,
      scope: scope.write,
      secret: true,
      body: z.object({
        ...draft,
        guilds: draft.guilds.default(null),
        expiresAt: draft.expiresAt.default(null),
      }),
      status: 201,
      reply: Made,
      problems: ['forbidden'],
      handle: async (ask, deps) => {
        const { body, caller, by } = ask;
        const made = await makeKeyByKey(deps, body, programOf(by, caller), operationOf(ask, `post ${path}`));
        if (made.is === 'used') return refuse('idempotency-conflict');
        return made.is === 'created' ? { key: made.key, secret: made.secret } : refuseHandOn(made);
      },
    }),
    route({
      method: 'patch',
      path: `${path}/:keyId`,
      summary: 'Change an API key',
      description: `${about} Within the bounds of a new one, whatever it held before; a revoked one stays as it is (against-rules).`,
      scope: scope.write,
      versioned: true,
      params: InKey,
      body: z.object(draft).partial(),
      reply: Key,
      problems: ['forbidden', 'against-rules'],
      handle: async ({ params, body, caller, match, by }, deps) => {
        if (!(await isKeyOf(deps, caller, 'admin'))) return refuse('forbidden');
        const order = { seen: match?.split('.')[0] ?? '', changes: body };
        const changed = await changeKeyByKey(deps, params.keyId, order, programOf(by, caller));
        if (changed.is === 'changed') return answerKey(changed.key);
        if (changed.is === 'unknown') return refuse('not-found');
        if (changed.is === 'revoked') return refuseByRules({ is: changed.is });
        if (changed.is !== 'stale') return refuseHandOn(changed);
        return refuseStale(tagOfKey(changed.key));
      },
    }),
    route({
      method: 'delete',
      path: `${path}/:keyId`,
      summary: 'Revoke an API key',
      description: `${about} For good, with all keys that it made and all their tokens; they stay in the list. Repeating it changes nothing.`,
      scope: scope.write,
      params: InKey,
      status: 204,
      reply: z.undefined(),
      problems: ['forbidden'],
      handle: async ({ params, caller, by }, deps) => {
        if (!(await isKeyOf(deps, caller, 'admin'))) return refuse('forbidden');
        const { is } = await revokeKeyByKey(deps, params.keyId, programOf(by, caller));
        if (is === 'not-admin') return refuse('forbidden');
        return is === 'unknown' ? refuse('not-found') : undefined;
      },
    }),
  ];
}
