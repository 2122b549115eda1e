import { z } from 'zod';
import { originOf } from '../../shared/core/origin.ts';
import { cut, literally } from '../../shared/core/plain-text.ts';
import { timeOf } from '../../shared/core/snowflake.ts';
import { isAppealable, takesAppeals } from '../../shared/moderation/appeals.ts';
import { type ListedCase, selectCases, toCase } from '../../shared/moderation/case-list.ts';
import { casesLinkLife, signCasesLink } from '../../shared/moderation/my-cases-link.ts';
import { findStanding } from '../../shared/moderation/standing.ts';
import type { Context } from '../context.ts';
import { type Answer, shown } from '../interactions/answer.ts';
import { type Call, command } from '../interactions/command.ts';
import { about } from './about.ts';
import { caseTexts } from './case-texts.ts';
import { texts } from './texts.ts';
import { timeTag } from './times.ts';

const latest = 10; // the page has all of them

export const myCases = command(about('mycases', null), { replies: 'privately', run });

/** `/mycases`: what there is about the caller, without notes of moderators or who they were, and a link to appeal. */
async function run(
  { id, guild, user, locale }: Call<unknown>,
  { db, config }: Pick<Context, 'db' | 'config'>,
): Promise<Answer> {
  const words = caseTexts(locale).mine;
  const [rows, appeals, standing] = await Promise.all([
    selectCases(db, guild, { user: user.id })
      .whereNot('c.kind', 'note')
      .orderBy('c.id', 'desc')
      .limit(latest),
    takesAppeals({ db }, guild),
    findStanding({ db }, guild, user.id),
  ]);
  const own = z.array(z.record(z.string(), z.unknown())).parse(rows).map(toCase);
  if (own.length === 0) return shown({ content: words.none });
  const name = user.globalName ?? user.username;
  const asked = timeOf(id); // so that it is the same link, however often the command is handled
  const token = signCasesLink({ clock: () => asked, secret: config.SECRET }, { guild, user: user.id, name });
  const link = words.link(`${originOf(config)}/mycases/${token}`, timeTag(asked + casesLinkLife));
  const canAppeal = appeals && own.some((one) => isAppealable(one, standing));
  return shown({
    content: canAppeal ? `${link} ${words.appeal}` : link,
    embeds: [{ title: words.title, description: own.map((one) => line(one, standing, locale)).join('\n') }],
  });
}

function line(
  { id, number, kind, createdAt, endsAt, resolvedAt, reason }: ListedCase,
  standing: ReadonlySet<string>,
  locale: string | undefined,
) {
  const words = caseTexts(locale).mine;
  const facts = [
    `**${number}** ${texts(locale).kinds[kind]}`,
    timeTag(createdAt, 'd'),
    ...(endsAt ? [words.ends(timeTag(endsAt))] : []),
    ...(resolvedAt && !standing.has(id) ? [words.resolved] : []),
  ].join(' · ');
  return reason === '' ? facts : `${facts}: ${literally(cut(reason, 150))}`;
}
