import { createHash } from 'node:crypto';
import { z } from 'zod';
import { AppError } from '../../shared/core/errors.ts';
import { findGuild } from '../../shared/sync/store.ts';
import { type ApiContext, type By, type Caller, hasScope, mayReach } from './caller.ts';
import { readMatch } from './etag.ts';
import { parsePart } from './input.ts';
import { readJsonBody } from './json-body.ts';
import { ownHosts } from './own-hosts.ts';
import { Refusal, refuse, refuseInput } from './problem.ts';
import type { AnyAsk, AnyRoute, ApiDeps } from './route.ts';

const Nothing = z.strictObject({});

/**
 * Everything that is checked before a route handles a request, in this order: who asks, for what, in which guild, based
 * on which version; then what is sent. Whoever may not ask learns nothing of the rest.
 */
export async function readRequest(
  route: AnyRoute,
  ctx: ApiContext,
  deps: Pick<ApiDeps, 'db' | 'config'>,
): Promise<{ ask: AnyAsk; fingerprint: string } | Refusal> {
  const caller = admit(route, ctx);
  if (caller instanceof Refusal) return caller;
  const params = parsePart(route.params ?? Nothing, ctx.params, 'path');
  if (params instanceof Refusal) return params;
  if (!(await isInReach(params, caller, deps))) return refuse('not-found');
  const query = parsePart(route.query ?? Nothing, { ...ctx.query }, 'query');
  if (query instanceof Refusal) return query;
  const conditions = readConditions(route, ctx);
  if (conditions instanceof Refusal) return conditions;
  const sent = route.body ? await readJsonBody(ctx, route.largest) : { text: '', value: undefined };
  if (sent instanceof Refusal) return sent;
  const body = route.body && parsePart(route.body, sent.value, 'body');
  if (body instanceof Refusal) return body;
  const by = caller && byOf(ctx, caller);
  const { requestId } = ctx.state;
  const ask = {
    params,
    query,
    body,
    caller,
    by,
    ...conditions,
    requestId,
    ip: ctx.ip,
    hosts: ownHosts(ctx, deps.config),
  };
  return { ask, fingerprint: fingerprintOf(ctx, sent.text) };
}

/** Null for what is public. */
function admit({ scope }: AnyRoute, { state: { identity } }: ApiContext): Caller | null | Refusal {
  if (scope === 'public') return null;
  if (!identity) throw new AppError('unexpected', { message: 'a route is not behind identify' });
  if (identity.is === 'refused') return refuse(identity.code);
  if (identity.is === 'stranger') return refuse('bad-credentials');
  if (!hasScope(identity.caller.scopes, scope)) return refuse('missing-scope', { details: { scope } });
  return identity.caller;
}

async function isInReach(
  { guildId }: Record<string, unknown>,
  caller: Caller | null,
  { db }: Pick<ApiDeps, 'db'>,
): Promise<boolean> {
  if (typeof guildId !== 'string') return true;
  if (caller && !mayReach(caller, guildId)) return false;
  return (await findGuild({ db }, guildId)) !== undefined;
}

const writes = new Set(['put', 'patch', 'delete', 'post']);

function readConditions(
  { method, versioned }: AnyRoute,
  ctx: ApiContext,
): Pick<AnyAsk, 'match' | 'idempotencyKey'> | Refusal {
  if (!writes.has(method)) return { match: null, idempotencyKey: null };
  const match = versioned ? readMatch(ctx.get('If-Match')) : null;
  if (match instanceof Refusal) return match;
  if (versioned && match === null) return refuse('precondition-required');
  const idempotencyKey = ctx.get('Idempotency-Key') || null;
  if (idempotencyKey !== null && !/^[\x21-\x7e]{1,255}$/.test(idempotencyKey))
    return refuseInput({
      in: 'header',
      path: 'Idempotency-Key',
      message: '1 to 255 visible ASCII characters',
    });
  return { match, idempotencyKey };
}

function byOf(ctx: ApiContext, { key }: Caller): By {
  return {
    actor: { kind: 'key', id: key.id, name: key.name },
    ip: ctx.ip,
    requestId: ctx.state.requestId,
  };
}

/** Of what is asked: the same again, or something else under the same Idempotency-Key. */
function fingerprintOf(ctx: ApiContext, text: string): string {
  const asked = [ctx.method, ctx.url, ctx.get('If-Match'), text];
  return createHash('sha256').update(JSON.stringify(asked)).digest('hex');
}
