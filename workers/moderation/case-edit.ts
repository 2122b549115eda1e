import { log } from '../../shared/effects/moderation.ts';
import { queueEffects } from '../../shared/effects/planned.ts';
import { editReason } from '../../shared/moderation/edit-case.ts';
import { logCases } from '../../shared/moderation/logs/cases.ts';
import type { Context } from '../context.ts';
import { type Answer, refused, shown } from '../interactions/answer.ts';
import type { Call } from '../interactions/command.ts';
import { caseTexts } from './case-texts.ts';
import { refusalOf } from './judge-case.ts';
import { actorOf } from './moderate.ts';
import { readReason } from './reasons.ts';
import { sayCaseRefusal } from './say-refusal.ts';

interface Options {
  number: number;
  reason: string;
  show: boolean | undefined;
}

/** `/case edit`: another reason; the one before stays on the case as a note. */
export async function edit(
  { options: { number, reason: typed, show }, ...call }: Call<Options>,
  context: Pick<Context, 'db' | 'clock' | 'applicationId' | 'settings' | 'queue' | 'partitions'>,
): Promise<Answer> {
  const { guild, user, locale, guildLocale } = call;
  const refusal = await refusalOf(context, call, { number, undo: false });
  if (refusal) return refused(sayCaseRefusal(refusal, locale));
  const reason = await readReason(context, guild, typed);
  const order = { guild, number, reason, by: actorOf(user), operation: `int:${call.id}` };
  const edited = await editReason(context, order);
  if (edited.is === 'unknown') return refused(caseTexts(locale).unknown(number));
  const words = caseTexts(show ? guildLocale : locale);
  if (edited.is !== 'edited') return shown({ content: words.unchanged(number) });
  const policies = await context.settings.moderation.get([guild]);
  const entries = await logCases(context, policies, [{ id: edited.case, guild, what: 'edited' }]);
  await queueEffects(context, entries.map(log));
  return shown({ content: words.edited(number) });
}
