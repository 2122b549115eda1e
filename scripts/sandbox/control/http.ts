import { ZodError } from 'zod';
import type { Reply } from '../rest/reply.ts';
import type { Sandbox } from '../sandbox.ts';
import { Cannot } from '../world/cannot.ts';
import { NotInWorld } from '../world/lookups.ts';
import { actions } from './actions.ts';
import { worldJson } from './world-json.ts';

/** `/control/…` for other processes on this machine. */
export function control(
  sandbox: Sandbox,
  method: string,
  name: string,
  text: string,
  query = new URLSearchParams(),
): Reply {
  const view = Object.hasOwn(views, name) ? views[name] : undefined;
  if (method === 'GET' && view) return { status: 200, body: view(sandbox, query) };
  const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
  if (method !== 'POST' || !action) return unknownAction;
  try {
    const result = action.perform(sandbox, text === '' ? {} : JSON.parse(text));
    return { status: 200, body: result ?? {} };
  } catch (error) {
    return refusal(error);
  }
}

const views: Record<string, (sandbox: Sandbox, query: URLSearchParams) => unknown> = {
  requests: (sandbox) => sandbox.requests,
  violations: (sandbox) => sandbox.violations,
  sessions: (sandbox) => sandbox.sessions,
  /** `?is=` one kind, `?since=` milliseconds. */
  deeds: (sandbox, query) =>
    sandbox.did({ is: query.get('is') ?? undefined, since: Number(query.get('since') ?? 0) }),
  rate: (sandbox) => sandbox.rate,
  load: (sandbox) => sandbox.load.state,
  trouble: (sandbox) => sandbox.trouble.log,
  /** The one that counts now: too many identifies reset it. */
  token: (sandbox) => ({ token: sandbox.token }),
  world: (sandbox) => worldJson(sandbox.world),
};

const unknownAction: Reply = {
  status: 404,
  body: { error: 'no such action', actions: Object.keys(actions), views: Object.keys(views) },
};

function refusal(error: unknown): Reply {
  if (error instanceof ZodError)
    return { status: 400, body: { error: 'malformed order', issues: error.issues } };
  if (error instanceof SyntaxError) return { status: 400, body: { error: 'the order is no JSON' } };
  if (error instanceof NotInWorld) return { status: 404, body: { error: error.message } };
  if (error instanceof Cannot) return { status: 409, body: { error: error.message } };
  throw error;
}
