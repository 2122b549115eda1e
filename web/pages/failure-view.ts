import type { Effect } from '../../shared/core/queues.ts';
import type { Failure } from '../../shared/effects/failures.ts';
import { findCaseNumbers } from '../../shared/moderation/case-numbers.ts';
import type { Deps } from '../context.ts';
import { isRetryable } from '../retry-effect.ts';
import { caseHref } from './case-view.ts';
import { kindTitles } from './case-words.ts';

/** What each asks of Discord; of a case its kind says it. */
const titles: Record<Exclude<Effect['kind'], 'punish'>, string> = {
  react: 'A reaction to a message',
  say: 'A message',
  'grant-role': 'A role that was earned',
  'announce-role': 'The announcement of a role',
  'squad-role': 'The role of a squad',
  lift: 'Taking back a timeout or ban',
  'delete-messages': 'Deleting messages',
  'tell-member': 'A direct message',
  log: 'An entry of a log channel',
  'channel-deed': 'Purge, slow mode or lock of a channel',
  lockdown: 'Pausing invites and direct messages',
  'look-up-invite': 'Looking up an invite',
};

/** Failures as the table shows them, with the numbers of their cases. */
export async function viewFailures(deps: Pick<Deps, 'db'>, failures: readonly Failure[]) {
  const numbers = await findCaseNumbers(
    deps,
    failures.flatMap(({ effect }) => caseOf(effect) ?? []),
  );
  return failures.map((failure) => {
    const { id, guild, effect, status, code, why, failedAt } = failure;
    const number = numbers.get(caseOf(effect) ?? '');
    return {
      id,
      guild,
      title: effect.kind === 'punish' ? kindTitles[effect.as] : titles[effect.kind],
      case: number === undefined ? undefined : { number, href: caseHref(guild, number) },
      why,
      answer: status > 0 ? `${status}, ${code}` : code,
      at: failedAt,
      retryable: isRetryable(failure),
    };
  });
}

function caseOf(effect: Effect): string | undefined {
  return effect.kind === 'punish' || effect.kind === 'lift' ? effect.case : undefined;
}
