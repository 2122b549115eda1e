import { lift } from '../shared/effects/moderation.ts';
import { type AnsweredAppeal, type AppealAnswer, answerAppeal } from '../shared/moderation/appeals.ts';
import { listCases } from '../shared/moderation/case-list.ts';
import { askEffects } from './ask-effects.ts';
import type { Deps } from './context.ts';
import { logCases } from './log-cases.ts';

/** Answers an appeal; what accepting it takes back, Discord is asked to lift, and the case log is told of. */
export async function decideAppeal(deps: Deps, answer: AppealAnswer): Promise<AnsweredAppeal> {
  const answered = await answerAppeal(deps, answer);
  if (answered.is !== 'answered' || !answer.accept) return answered;
  const { guild } = answer;
  await askEffects(
    deps,
    answered.lifted.map((id) => lift({ id, guild })),
  );
  const cases = await listCases(deps, [guild], { number: answered.appeal.case, limit: 1 });
  await logCases(deps, guild, { ids: cases.map(({ id }) => id), what: 'resolved' });
  return answered;
}
