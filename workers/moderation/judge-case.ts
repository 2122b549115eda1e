import type { Refusal } from '../../shared/moderation/act-rules.ts';
import { counterparts, readReach } from '../../shared/moderation/case-reach.ts';
import type { Context } from '../context.ts';
import type { Caller } from '../interactions/caller.ts';
import { judge } from './standings.ts';

/**
 * Why the caller may not change that case, or take back what it did: nobody judges their own. Undefined where they may, or
 * where there is no such case.
 */
export async function refusalOf(
  context: Pick<Context, 'db' | 'clock' | 'applicationId'>,
  caller: Caller,
  { number, undo }: { number: number; undo: boolean },
): Promise<Refusal | undefined> {
  const reach = await readReach(context.db, caller.guild, { number });
  if (!reach) return undefined;
  const { user, kinds } = reach;
  if (user === caller.user.id) return { is: 'self' };
  for (const kind of undo ? kinds : []) {
    const targets = [{ id: user, bot: false }];
    const verdict = (await judge(context, caller, { kind: counterparts[kind], targets })).get(user);
    // of who left, a warning or timeout can still be taken back
    if (verdict && verdict.is !== 'allowed' && verdict.is !== 'not-a-member') return verdict;
  }
  return undefined;
}
