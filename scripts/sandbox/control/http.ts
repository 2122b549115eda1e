import { ZodError, z } from 'zod';
import type { Reply } from '../rest/reply.ts';
import type { Sandbox } from '../sandbox.ts';
import { Cannot } from '../world/cannot.ts';
import { NotInWorld } from '../world/lookups.ts';
import { actions } from './actions.ts';
import { views } from './views.ts';

interface Asked {
  method: string;
  /** Empty: what there is. */
  name: string;
  text: string;
  query: URLSearchParams;
}

/** `/control/…` for other processes on this machine. */
export function control(sandbox: Sandbox, { method, name, text, query }: Asked): Reply {
  try {
    if (method === 'GET' && name === '') return { status: 200, body: contents() };
    const view = Object.hasOwn(views, name) ? views[name] : undefined;
    if (method === 'GET' && view) return { status: 200, body: view.look(sandbox, Object.fromEntries(query)) };
    const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
    if (method !== 'POST' || !action) return unknown;
    return { status: 200, body: action.perform(sandbox, text === '' ? {} : JSON.parse(text)) ?? {} };
  } catch (error) {
    return refusal(error);
  }
}

/** Orders with the JSON schemas of their bodies, and views. */
function contents(): unknown {
  const orders = Object.entries(actions).map(([name, { order }]) => {
    const { $schema: _, ...schema } = z.toJSONSchema(order, { io: 'input', unrepresentable: 'any' });
    return [`POST /control/${name}`, schema];
  });
  const looks = Object.entries(views).map(([name, { says }]) => [`GET /control/${name}`, says]);
  return { orders: Object.fromEntries(orders), views: Object.fromEntries(looks) };
}

const unknown: Reply = {
  status: 404,
  body: {
    error: 'no such order or view; GET /control says what each takes',
    orders: Object.keys(actions),
    views: Object.keys(views),
  },
};

function refusal(error: unknown): Reply {
  if (error instanceof ZodError)
    return { status: 400, body: { error: 'malformed order', issues: error.issues } };
  if (error instanceof SyntaxError) return { status: 400, body: { error: 'the order is no JSON' } };
  if (error instanceof NotInWorld) return { status: 404, body: { error: error.message } };
  if (error instanceof Cannot) return { status: 409, body: { error: error.message } };
  throw error;
}
