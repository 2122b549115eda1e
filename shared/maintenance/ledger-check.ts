import { z } from 'zod';
import { checkLedger } from '../bytes/check-ledger.ts';
import { mostNamed, readResult } from './results.ts';
import { estimateMembers } from './tables.ts';
import type { Work } from './work.ts';

/** After which member it goes on. */
export const CheckedTo = z.object({ guild: z.string(), user: z.string() });

/** Compares what every member's row says with the ledger; it changes nothing. Counts members. */
export const checkAllAccounts: Work = async function* ({ db }, { guild, done, cursor, result }) {
  const found = readResult('ledger-check', result) ?? { differ: 0, members: [] };
  const total = await estimateMembers({ db }, guild);
  let looked = done;
  yield { done, total, cursor, result: found };
  const after = CheckedTo.safeParse(cursor).data;
  for await (const page of checkLedger({ db }, { guild: guild ?? undefined, after })) {
    looked += page.members;
    found.differ += page.differences.length;
    found.members.push(...page.differences.slice(0, mostNamed - found.members.length));
    yield { done: looked, total, cursor: page.last, result: found };
  }
};
