import { z } from 'zod';
import { readKey } from '../../shared/accounts/api-keys.ts';
import { RefreshToken } from '../../shared/accounts/model.ts';
import { endFamily, findToken } from '../../shared/accounts/token-list.ts';
import { listQuery, pageOf, readPage } from '../http/list.ts';
import { refuse } from '../http/problem.ts';
import { type AnyRoute, route } from '../http/route.ts';
import { isKeyOf } from './key-owner.ts';
import { RowId, Time } from './shapes.ts';

const Token = z
  .object({
    id: RowId,
    family: z.uuid().describe('Of those that were handed out in exchange for one another'),
    createdAt: Time,
    expiresAt: Time,
    usedAt: Time.nullable(),
    revokedAt: Time.nullable(),
  })
  .meta({
    id: 'RefreshToken',
    description: 'What a program renews its access with; the token itself is kept as a hash',
  });

const orders = { '-id': { column: 'id', desc: true }, id: { column: 'id' } } as const;
const path = '/keys/:keyId/refresh-tokens';
const InKey = z.object({ keyId: RowId });
const InToken = InKey.extend({ tokenId: RowId });

/** Made by `POST /auth/token`, and changed by being used. */
export const refreshTokenRoutes: AnyRoute[] = [
  route({
    method: 'get',
    path,
    summary: 'List the refresh tokens of a key',
    description: 'For keys of every guild that an owner or admin made. They stay for a day after they end.',
    scope: 'keys:read',
    params: InKey,
    query: listQuery(orders, {}),
    reply: pageOf(Token),
    problems: ['forbidden'],
    handle: async ({ params, query, caller }, deps) => {
      if (!(await isKeyOf(deps, caller, 'admin'))) return refuse('forbidden');
      if (!(await readKey(deps, params.keyId))) return refuse('not-found');
      const kept = deps.db(RefreshToken.tableName).where('key_id', params.keyId).select('*');
      return readPage(kept, orders, query, (row) => tell(RefreshToken.fromDatabaseJson(row)));
    },
  }),
  route({
    method: 'get',
    path: `${path}/:tokenId`,
    summary: 'Read a refresh token',
    scope: 'keys:read',
    params: InToken,
    reply: Token,
    problems: ['forbidden'],
    handle: async ({ params: { keyId, tokenId }, caller }, deps) => {
      if (!(await isKeyOf(deps, caller, 'admin'))) return refuse('forbidden');
      const token = await findToken(deps, keyId, tokenId);
      return token ? tell(token) : refuse('not-found');
    },
  }),
  route({
    method: 'delete',
    path: `${path}/:tokenId`,
    summary: 'End a refresh token and all of its family',
    description: 'Access tokens that came of it end at once; the key stays. Repeating it changes nothing.',
    scope: 'keys:write',
    params: InToken,
    status: 204,
    reply: z.undefined(),
    problems: ['forbidden'],
    handle: async ({ params: { keyId, tokenId }, caller, by }, deps) => {
      if (!(await isKeyOf(deps, caller, 'admin'))) return refuse('forbidden');
      return (await endFamily(deps, keyId, tokenId, by)) ? undefined : refuse('not-found');
    },
  }),
];

function tell({ id, family, createdAt, expiresAt, usedAt, revokedAt }: RefreshToken): z.input<typeof Token> {
  return { id, family, createdAt, expiresAt, usedAt, revokedAt };
}
