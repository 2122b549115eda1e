import { z } from 'zod';
import { exchangeKey, refresh, revokeTokens } from '../../shared/accounts/tokens.ts';
import { refuse } from '../http/problem.ts';
import { type AnyRoute, route } from '../http/route.ts';

const Secret = z.string().min(1).max(128);

const Grant = z.discriminatedUnion('grantType', [
  z.object({ grantType: z.literal('api_key'), key: Secret }),
  z.object({ grantType: z.literal('refresh_token'), refreshToken: Secret }),
]);

const Tokens = z
  .object({
    accessToken: z.string().describe('Sent as `Authorization: Bearer …`'),
    tokenType: z.literal('Bearer'),
    expiresIn: z.int().describe('Seconds'),
    refreshToken: z
      .string()
      .describe('To be used once, within 30 days; used twice, it ends all that came of it'),
  })
  .meta({ id: 'Tokens' });

export const authRoutes: AnyRoute[] = [
  route({
    method: 'post',
    path: '/auth/token',
    summary: 'Get tokens for a key, or for a refresh token',
    description: 'An access token lives for 15 minutes. Staff make keys in the panel.',
    scope: 'public',
    body: Grant,
    reply: Tokens,
    problems: ['bad-credentials', 'expired-token'],
    handle: async ({ body, ip, requestId }, { db, clock, config }) => {
      const deps = { db, clock, secret: config.SECRET };
      const issued =
        body.grantType === 'api_key'
          ? await exchangeKey(deps, body.key)
          : await refresh(deps, body.refreshToken, { ip, requestId });
      if (issued.is === 'issued') return issued.tokens;
      return refuse(issued.is === 'expired' ? 'expired-token' : 'bad-credentials');
    },
  }),
  route({
    method: 'post',
    path: '/auth/revoke',
    summary: 'End a refresh token and all that came of it',
    description: 'Access tokens of the same family end at once. A token that is not known has ended already.',
    scope: 'public',
    body: z.object({ refreshToken: Secret }),
    status: 204,
    reply: z.undefined(),
    handle: async ({ body }, deps) => {
      await revokeTokens(deps, body.refreshToken);
      return undefined;
    },
  }),
];
