import { cut, literally } from '../../../shared/core/plain-text.ts';
import type { Snowflake } from '../../../shared/core/snowflake.ts';
import { log } from '../../../shared/effects/moderation.ts';
import { colors, type LogEntry, lines, timed } from '../../../shared/moderation/logs/entry.ts';
import { diffSettings } from '../../../shared/settings/diff.ts';
import { featureSettings } from '../../../shared/settings/registry.ts';
import { revive } from '../../../shared/settings/revive.ts';
import { findUnlogged, markLogged, type Unlogged } from '../../../shared/settings/unlogged.ts';
import { namePlaces } from '../../../shared/sync/place-names.ts';
import type { Context } from '../../context.ts';
import type { Ask } from '../../maintenance/walk.ts';

const mostAtOnce = 200; // versions in a minute

/**
 * Tells of changed settings, whoever saved them wherever: each version says by itself whether it was told. It counts as told
 * once its entry is queued, so that none is left out; a second entry of the same version is the same message to Discord.
 */
export async function logSettings({ db }: Pick<Context, 'db'>, ask: Ask): Promise<[]> {
  const versions = await findUnlogged({ db }, mostAtOnce);
  const wanted = versions.filter(({ channel }) => channel !== null);
  const names = await namePlaces(
    { db },
    wanted.map(({ guild }) => guild),
  );
  await ask(wanted.flatMap((version) => draw(version, names) ?? []).map(log));
  await markLogged({ db }, versions);
  return [];
}

const mostShown = 15; // fields of one version

function draw(version: Unlogged, names: Readonly<Record<Snowflake, string>>): LogEntry | undefined {
  const { feature, guild, channel } = version;
  const definition = featureSettings.find((each) => each.feature === feature);
  if (!definition || channel === null) return undefined;
  const isComparable = version.before !== null || version.version === 1;
  const changes = isComparable
    ? diffSettings(
        definition,
        revive(definition.schema, version.before ?? {}).values,
        revive(definition.schema, version.values).values,
        names,
      )
    : [];
  const shown = changes
    .slice(0, mostShown)
    .map(({ label, before, after }) => `**${label}**: ${arrow(before, after)}`);
  const embed = {
    title: `Settings changed: ${definition.title}`,
    color: colors.plain,
    description: lines(
      `By: ${version.actorKind === 'member' && version.actor ? `<@${version.actor}>` : literally(cut(version.actorName, 100))}`,
      version.note && literally(cut(version.note, 200)),
      ...shown,
      changes.length > shown.length && `And ${changes.length - shown.length} more.`,
    ),
  };
  const nonce = `settings-${feature}-${guild}-${version.version}`;
  return { guild, channel, nonce, embeds: [timed(embed, version.at)] };
}

const mostWords = 60; // signs of a value

function arrow(before: string, after: string): string {
  return [before, after].map((words) => literally(cut(words, mostWords)) || '–').join(' → ');
}
