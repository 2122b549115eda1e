import { cut, literally } from '../../shared/core/plain-text.ts';
import { lift, log } from '../../shared/effects/moderation.ts';
import { queueEffects } from '../../shared/effects/planned.ts';
import { logCases } from '../../shared/moderation/logs/cases.ts';
import { resolve as resolveCase } from '../../shared/moderation/take-back.ts';
import type { Context } from '../context.ts';
import { type Answer, refused, shown } from '../interactions/answer.ts';
import type { Call } from '../interactions/command.ts';
import { type CaseTexts, caseTexts } from './case-texts.ts';
import { refusalOf } from './judge-case.ts';
import { actorOf } from './moderate.ts';
import { sayCaseRefusal } from './say-refusal.ts';
import { timeTag } from './times.ts';
import { awaitCases, followCases, type Settled } from './waiting.ts';

interface Options {
  number: number;
  note: string | undefined;
  undo: boolean | undefined;
  show: boolean | undefined;
}

/** `/case resolve`: closes a case and, where that is wanted, takes back what it did. */
export async function resolve(
  { options: { number, note = '', undo = false, show }, ...call }: Call<Options>,
  context: Pick<Context, 'db' | 'clock' | 'applicationId' | 'settings' | 'queue' | 'partitions'>,
): Promise<Answer> {
  const { guild, user, locale, guildLocale } = call;
  const refusal = await refusalOf(context, call, { number, undo });
  if (refusal) return refused(sayCaseRefusal(refusal, locale));
  const order = { guild, number, by: actorOf(user), note, undo, operation: `int:${call.id}` };
  const resolved = await resolveCase(context, order);
  const own = caseTexts(locale);
  if (resolved.is === 'unknown') return refused(own.unknown(number));
  if (resolved.is === 'under-way') return refused(own.underWay(timeTag(resolved.until, 'R')));
  if (resolved.is === 'already')
    return refused(own.already({ time: timeTag(resolved.at), name: literally(resolved.by) }));
  const { case: id, lifted, withdrawn } = resolved;
  await queueEffects(
    context,
    lifted.map((each) => lift({ id: each, guild })),
  );
  const answers = lifted.length > 0 ? await awaitCases(context, lifted) : new Map<string, Settled>();
  const policies = await context.settings.moderation.get([guild]);
  const entries = await logCases(context, policies, [{ id, guild, what: 'resolved' }]);
  await queueEffects(context, entries.map(log));
  const words = caseTexts(show ? guildLocale : locale);
  const draw = (found: ReadonlyMap<string, Settled>) => {
    const lines = [words.resolved(number), ...(withdrawn > 0 ? [words.withdrawn(withdrawn)] : [])];
    return { content: [...lines, ...sayLifts([...found.values()], words)].join('\n') };
  };
  const isOpen = [...answers.values()].some(({ lift: state }) => state === 'wanted');
  return shown(draw(answers), isOpen ? followCases(context, lifted, draw) : undefined);
}

function sayLifts(answers: readonly Settled[], words: CaseTexts): string[] {
  if (answers.length === 0) return [];
  const failed = answers.find(({ lift: state }) => state === 'failed');
  if (failed) return [words.liftFailed(literally(cut(failed.answer ?? '', 300)))];
  return [answers.some(({ lift: state }) => state === 'wanted') ? words.lifting : words.lifted];
}
