import { lift, tellMember } from '../shared/effects/moderation.ts';
import type { PlannedEffect } from '../shared/effects/planned.ts';
import { textOfAnswer } from '../shared/moderation/appeal-texts.ts';
import {
  type AnsweredAppeal,
  type AppealAnswer,
  answerAppeal,
  type ListedAppeal,
} from '../shared/moderation/appeals.ts';
import { tellable } from '../shared/moderation/member-words.ts';
import { loadModerationSettings } from '../shared/moderation/store.ts';
import { findGuild } from '../shared/sync/store.ts';
import { askEffects } from './ask-effects.ts';
import type { Deps } from './context.ts';
import { logCases } from './log-cases.ts';

/**
 * Answers an appeal; what accepting it takes back, Discord is asked to lift, the case log is told of, and the member
 * where the guild tells its members. Repeated it tells nobody twice.
 */
export async function decideAppeal(deps: Deps, answer: AppealAnswer): Promise<AnsweredAppeal> {
  const answered = await answerAppeal(deps, answer);
  if (answered.is !== 'answered') return answered;
  const { guild, accept } = answer;
  const lifts = answered.lifted.map((id) => lift({ id, guild }));
  await askEffects(deps, [...lifts, ...(await planAnswer(deps, answered.appeal))]);
  if (accept) await logCases(deps, guild, { ids: answered.resolved, what: 'resolved' });
  return answered;
}

async function planAnswer(
  deps: Pick<Deps, 'db' | 'clock' | 'log'>,
  appeal: ListedAppeal,
): Promise<PlannedEffect[]> {
  const { id, guild, user, case: number, state, answer, answeredAt } = appeal;
  const isLate = answeredAt === null || deps.clock() - answeredAt.getTime() > tellable;
  const policy = (await loadModerationSettings(deps, [guild])).get(guild);
  const place = await findGuild(deps, guild);
  if (isLate || !policy?.tellMember || !place) return [];
  const content = textOfAnswer({ case: number, guild: place.name, accepted: state === 'accepted', answer });
  return [tellMember({ guild, user, content, nonce: `appeal-${id}` })];
}
