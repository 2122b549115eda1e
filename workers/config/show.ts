import { SECOND } from '../../shared/core/clock.ts';
import { readSettings } from '../../shared/settings/store.ts';
import { checkSetup } from '../../shared/setup/check.ts';
import { findGuild } from '../../shared/sync/store.ts';
import type { Context } from '../context.ts';
import { type Answer, shown } from '../interactions/answer.ts';
import type { Call } from '../interactions/command.ts';
import { quickSettings } from './quick-settings.ts';
import { texts } from './texts.ts';
import { valueText, wordsOf } from './values.ts';

/** `/config show`: the key settings as they are, and whether the set-up needs attention. */
export async function show(
  { guild, locale }: Call<unknown>,
  context: Pick<Context, 'db' | 'clock' | 'applicationId'>,
): Promise<Answer> {
  const words = texts(locale);
  const definitions = [...new Set(quickSettings.map(({ definition }) => definition))];
  const [known, { findings }, ...stored] = await Promise.all([
    findGuild(context, guild),
    checkSetup(context, guild),
    ...definitions.map((definition) => readSettings(context, definition, guild)),
  ]);
  const fields = quickSettings.map((setting) => {
    const values: Record<string, unknown> = stored[definitions.indexOf(setting.definition)]?.values ?? {};
    return {
      name: wordsOf(setting, locale).title,
      value: valueText(setting, values[setting.field.key], locale),
      inline: true,
    };
  });
  const loadedAt = known?.membersLoadedAt;
  const members = loadedAt
    ? words.show.loaded(known.memberCount, Math.floor(loadedAt.getTime() / SECOND))
    : words.show.neverLoaded;
  const state = findings.length === 0 ? words.show.well : words.show.findings(findings.length);
  return shown({
    embeds: [
      {
        title: words.show.title,
        description: `${state}\n${words.show.change}`,
        fields: [...fields, { name: words.show.members, value: members, inline: true }],
      },
    ],
  });
}
