import type { RuleRefusal } from '../../shared/automod/rule-rows.ts';
import { type Refusal, refuse, refuseInput } from '../http/problem.ts';
import { refuseByRules } from './against-rules.ts';

const mostFaults = 20; // told at once

/** Why a rule is not stored as it was sent. */
export function refuseRule(refusal: RuleRefusal | { is: 'full'; most: number }): Refusal {
  switch (refusal.is) {
    case 'faulty':
      return refuseInput(
        ...refusal.faults.slice(0, mostFaults).map((fault) => ({ in: 'body' as const, ...fault })),
      );
    case 'name-taken':
      return refuse('taken', { fields: [{ in: 'body', path: 'name', message: 'Another rule has it' }] });
    default:
      return refuseByRules(refusal);
  }
}
