import { limited } from '../rest/rate-limits.ts';
import type { Reply } from '../rest/reply.ts';
import {
  type FaultKind,
  faultKinds,
  fits,
  type RestFaults,
  type RestRefusal,
  type Trouble,
} from './trouble.ts';

/** The answer, or what becomes of it while there is trouble. `decide` does what was asked for. */
export function troubled(trouble: Trouble, request: string, decide: () => Reply): Reply {
  if (trouble.silenced.some((match) => fits(match, request))) return unanswered;
  const refusal = takeRefusal(trouble, request);
  if (refusal) {
    if (refusal.afterwards) decide();
    return refusalReply(refusal);
  }
  const { faults } = trouble;
  if (!faults || !fits(faults.match, request)) return decide();
  const kind = chooseFault(faults);
  return kind ? befall[kind](decide, faults) : decide();
}

const unanswered: Reply = { status: 0, after: 'never' };

const befall: Record<FaultKind, (decide: () => Reply, faults: RestFaults) => Reply> = {
  500: () => refusalReply({ status: 500 }),
  502: () => ({ status: 502, text: '<html><head><title>502 Bad Gateway</title></head></html>' }),
  503: () => refusalReply({ status: 503 }),
  429: () => refusalReply({ status: 429 }),
  timeout: () => unanswered,
  lost(decide, { chance }) {
    const reply = decide();
    return chance.next() < 0.5 ? { ...reply, after: 'never' } : refusalReply({ status: 500 });
  },
  slow: (decide, { slowMs }) => ({ ...decide(), after: slowMs }),
};

/** One draw a request, so that the same seed befalls the same requests. */
function chooseFault({ rates, chance }: RestFaults): FaultKind | null {
  let left = chance.next();
  for (const kind of faultKinds) {
    left -= rates[kind] ?? 0;
    if (left < 0) return kind;
  }
  return null;
}

/** Takes one refusal that fits the request off the list. */
function takeRefusal(trouble: Trouble, request: string): RestRefusal | null {
  const refusal = trouble.refusals.find(({ match }) => fits(match, request));
  if (!refusal) return null;
  refusal.times -= 1;
  if (refusal.times <= 0) trouble.refusals.splice(trouble.refusals.indexOf(refusal), 1);
  return refusal;
}

function refusalReply({ status, code = 0 }: Pick<RestRefusal, 'status' | 'code'>): Reply {
  return status === 429
    ? limited(250, 'shared')
    : { status, body: { message: `${status}: sandbox trouble`, code } };
}
