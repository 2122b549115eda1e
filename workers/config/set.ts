import type { Actor } from '../../shared/core/actor.ts';
import { checkValues } from '../../shared/core/faults.ts';
import type { SettingsDefinition } from '../../shared/settings/definition.ts';
import { readSettings, saveSettings } from '../../shared/settings/store.ts';
import type { Context } from '../context.ts';
import { type Answer, refused, shown } from '../interactions/answer.ts';
import type { Call } from '../interactions/command.ts';
import type { OptionValues } from '../interactions/options.ts';
import { type QuickSetting, quickSettings } from './quick-settings.ts';
import { texts } from './texts.ts';
import { valueText, wordsOf } from './values.ts';

interface Wish {
  setting: QuickSetting;
  value: unknown;
}

/** `/config set`: changes key settings, as the panel does: validated, versioned and written down. */
export async function set(
  { guild, user, locale, options }: Call<OptionValues>,
  context: Pick<Context, 'db' | 'redis' | 'log'>,
): Promise<Answer> {
  const words = texts(locale).set;
  const wishes = wishesOf(options);
  if (wishes.length === 0) return refused(words.nothing);
  const byFeature = groupBy(wishes);
  for (const [definition, its] of byFeature) {
    const fault = await faultOf(context, guild, definition, its);
    if (fault) return refused(words.wrong(wordsOf(fault, locale).title, wordsOf(fault, locale).help));
  }
  const actor: Actor = { kind: 'member', id: user.id, name: user.username };
  const lines: string[] = [];
  let isChanged = false;
  for (const [definition, its] of byFeature) {
    const given = valuesOf(its);
    const values = (current: Readonly<Record<string, unknown>>) => ({ ...current, ...given });
    const saved = await saveSettings(context, definition, guild, { values, by: { actor } });
    if (saved.is === 'foreign') {
      const foreign = its.find(({ setting }) => setting.field.key === saved.faults[0]?.path) ?? its[0];
      const named = foreign && wordsOf(foreign.setting, locale);
      return refused(words.wrong(named?.title ?? definition.title, named?.help ?? ''));
    }
    if (saved.is === 'conflict') throw new Error('a change that is based on no version met a conflict');
    isChanged ||= saved.is === 'saved';
    for (const { setting } of its) {
      const now = valueText(setting, saved.values[setting.field.key], locale);
      lines.push(`**${wordsOf(setting, locale).title}**: ${now}`);
    }
  }
  return shown({ content: [isChanged ? words.saved : words.unchanged, ...lines].join('\n') });
}

function wishesOf(options: OptionValues): Wish[] {
  return quickSettings.flatMap((setting) => {
    const value = options[setting.option];
    if (value === undefined) return [];
    return [{ setting, value: typeof value === 'object' ? value.id : value }];
  });
}

function groupBy(wishes: readonly Wish[]): Map<SettingsDefinition, Wish[]> {
  const groups = new Map<SettingsDefinition, Wish[]>();
  for (const wish of wishes) {
    const { definition } = wish.setting;
    groups.set(definition, [...(groups.get(definition) ?? []), wish]);
  }
  return groups;
}

/** The setting whose value its schema refuses. */
async function faultOf(
  { db }: Pick<Context, 'db'>,
  guild: string,
  definition: SettingsDefinition,
  wishes: readonly Wish[],
): Promise<QuickSetting | undefined> {
  const { values } = await readSettings({ db }, definition, guild);
  const checked = checkValues(definition.schema, { ...values, ...valuesOf(wishes) });
  if (checked.is === 'valid') return undefined;
  const paths = checked.faults.map(({ path }) => path.split('.')[0]);
  return (wishes.find(({ setting }) => paths.includes(setting.field.key)) ?? wishes[0])?.setting;
}

function valuesOf(wishes: readonly Wish[]): Record<string, unknown> {
  return Object.fromEntries(wishes.map(({ setting, value }) => [setting.field.key, value]));
}
