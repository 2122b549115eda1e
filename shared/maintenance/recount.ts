import type { z } from 'zod';
import { checkLedger } from '../bytes/check-ledger.ts';
import { evictAccounts } from '../bytes/evict.ts';
import { recountAccounts } from '../bytes/recount.ts';
import type { Snowflake } from '../core/snowflake.ts';
import { CheckedTo } from './ledger-check.ts';
import { mostNamed, readResult } from './results.ts';
import { estimateMembers } from './tables.ts';
import type { Work, WorkDeps } from './work.ts';

const atOnce = 200; // members whose rows one transaction locks

/**
 * Makes balance, received and sent of those who differ what the ledger adds up to. Counts members that were looked at, and
 * on the way through a page only those of them who differed.
 */
export const recountAll: Work = async function* (deps, { run, guild, done, cursor, result }) {
  const made = readResult('recount', result) ?? { corrected: 0, refused: 0, members: [] };
  const total = await estimateMembers(deps, guild);
  const begun = CheckedTo.safeParse(cursor).data ?? { guild: guild ?? '0', user: '0' };
  let looked = done;
  let isFirst = true;
  yield { done, total, cursor, result: made };
  for await (const page of checkLedger(deps, { guild: guild ?? undefined, after: begun })) {
    // an earlier worker may have died between a correction and its evictions: who it was differs no more
    if (isFirst) await evictMembers(deps, await listMembers(deps, begun, page.last));
    isFirst = false;
    for (let from = 0; from < page.differences.length; from += atOnce) {
      const some = page.differences.slice(from, from + atOnce);
      // what the check saw without locks is looked at again under them
      const recounted = await recountAccounts(deps, some, `run ${run}`);
      await evictMembers(deps, some);
      made.refused += recounted.filter(({ refused }) => refused).length;
      made.corrected += recounted.filter(({ refused }) => !refused).length;
      made.members.push(...recounted.slice(0, mostNamed - made.members.length));
      const last = some.at(-1);
      if (last && some.length === atOnce)
        yield {
          ...{ done: looked + from + atOnce, total, result: made },
          cursor: { guild: last.guild, user: last.user },
        };
    }
    looked += page.members;
    yield { done: looked, total, cursor: page.last, result: made };
  }
};

type Member = z.infer<typeof CheckedTo>;

/** All from after one member up to another: as many as a page of the check has. */
async function listMembers({ db }: WorkDeps, after: Member, last: Member): Promise<Member[]> {
  return db('guild_members')
    .select('guild_id as guild', 'user_id as user')
    .whereRaw('(guild_id, user_id) > (?, ?) AND (guild_id, user_id) <= (?, ?)', [
      ...[after.guild, after.user],
      ...[last.guild, last.user],
    ])
    .orderBy(['guild_id', 'user_id']);
}

/** One command of Redis for each guild. */
async function evictMembers(deps: WorkDeps, members: readonly Member[]): Promise<void> {
  const byGuild = new Map<Snowflake, Snowflake[]>();
  for (const { guild, user } of members) byGuild.get(guild)?.push(user) ?? byGuild.set(guild, [user]);
  for (const [guild, users] of byGuild) await evictAccounts(deps, guild, users);
}
