import koaJwt from 'koa-jwt';
import { z } from 'zod';
import { useKey } from '../../shared/accounts/api-keys.ts';
import { algorithm, Claims, issuer, signingKey } from '../../shared/accounts/tokens.ts';
import { SECOND } from '../../shared/core/clock.ts';
import type { ErrorCode } from '../../shared/core/errors.ts';
import type { Deps } from '../context.ts';
import type { ApiContext, ApiMiddleware, Caller, Identity } from '../http/caller.ts';

/**
 * Finds out which key asks. It refuses nobody: routes do, and what is public needs no key. The key is read each time,
 * by its index, so that a revoked one is refused at its next request.
 */
export function identify(deps: Pick<Deps, 'db' | 'clock' | 'config'>): ApiMiddleware {
  const options = {
    secret: signingKey(deps.config.SECRET),
    algorithms: [algorithm],
    issuer,
    key: 'jwt',
    passthrough: true,
    // read by jsonwebtoken at every check
    get clockTimestamp() {
      return Math.floor(deps.clock() / SECOND);
    },
  };
  const verify = koaJwt(options);
  return async (ctx, next) => {
    await verify(ctx, async () => {});
    ctx.state.identity = await toIdentity(ctx, deps);
    await next();
  };
}

/** What koa-jwt leaves behind. */
const Verified = z.object({
  jwt: Claims.optional().catch(undefined),
  jwtOriginalError: z.unknown().optional(),
});

async function toIdentity(ctx: ApiContext, deps: Pick<Deps, 'db' | 'clock'>): Promise<Identity> {
  if (!ctx.get('Authorization')) return { is: 'stranger' };
  const { jwt, jwtOriginalError } = Verified.parse(ctx.state);
  if (!jwt) return { is: 'refused', code: codeOf(jwtOriginalError) };
  const key = await useKey(deps, jwt.sub, jwt.family);
  if (!key) return { is: 'refused', code: 'bad-credentials' };
  const { id, name, scopes, guilds, createdBy } = key;
  const caller: Caller = { key: { id, name }, scopes, guilds, owner: createdBy };
  return { is: 'caller', caller };
}

function codeOf(error: unknown): ErrorCode {
  return error instanceof Error && error.name === 'TokenExpiredError' ? 'expired-token' : 'bad-credentials';
}
