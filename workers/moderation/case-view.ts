import { findFiring, type ListedFiring, listEvidence } from '../../shared/automod/firing-list.ts';
import { findCase, type ViewedCase } from '../../shared/moderation/case-view.ts';
import type { Context } from '../context.ts';
import { type Answer, refused, shown } from '../interactions/answer.ts';
import type { Call } from '../interactions/command.ts';
import { caseTexts } from './case-texts.ts';
import { drawCase, type Why } from './draw-case.ts';

const firingsShown = 3;
const linksShown = 3;

/** `/case view`: a case with all that belongs to it. */
export async function view(
  {
    guild,
    locale,
    guildLocale,
    options: { number, show },
  }: Call<{ number: number; show: boolean | undefined }>,
  { db }: Pick<Context, 'db'>,
): Promise<Answer> {
  const found = await findCase({ db }, guild, number);
  if (!found) return refused(caseTexts(locale).unknown(number));
  if (show && found.kind === 'note') return refused(caseTexts(locale).noteForModerators);
  const firings = await Promise.all(
    found.firings.slice(0, firingsShown).map((id) => findFiring({ db }, guild, id)),
  );
  const why = await Promise.all(
    firings
      .filter((firing): firing is ListedFiring => firing !== undefined)
      .map(
        async (firing): Promise<Why> => ({
          firing,
          messages: await listEvidence({ db }, firing.id, linksShown),
        }),
      ),
  );
  return shown({
    embeds: [drawCase(show ? withoutSecrets(found) : found, why, show ? guildLocale : locale)],
  });
}

/** Of what everyone sees: notes may name who reported it, and an appeal was written to moderators. */
function withoutSecrets({ appeal, ...found }: ViewedCase): ViewedCase {
  return { ...found, notes: [], appeal: appeal && { ...appeal, text: '' } };
}
