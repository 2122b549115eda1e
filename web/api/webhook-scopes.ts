import type { Tellable } from '../../shared/webhooks/events.ts';
import { type Caller, hasScope, type Scope } from '../http/caller.ts';
import { type Refusal, refuse } from '../http/problem.ts';

/** What a webhook is told, and what its deliveries hold, is what these scopes read: `webhooks` does not stand for them. */
const scopes: Record<Tellable, Scope> = {
  case: 'cases:read',
  firing: 'automod:read',
  transfer: 'ledger:read',
  'squad-change': 'squads:read',
};

export const scopesTold =
  'What it is told needs a scope as well: `case` cases:read, `firing` automod:read, `transfer` ledger:read, `squad-change` squads:read.';

/** Undefined where a key may read all of that by itself. */
export function refuseUnread({ scopes: held }: Caller, events: readonly Tellable[]): Refusal | undefined {
  const missing = events.map((kind) => scopes[kind]).find((scope) => !hasScope(held, scope));
  return missing && refuse('missing-scope', { details: { scope: missing } });
}
