import type { Snowflake } from '../../../shared/core/snowflake.ts';
import { log } from '../../../shared/effects/moderation.ts';
import type { LogEntry } from '../../../shared/moderation/logs/entry.ts';
import { diffSettings } from '../../../shared/settings/diff.ts';
import { featureSettings } from '../../../shared/settings/registry.ts';
import { revive } from '../../../shared/settings/revive.ts';
import { findUnlogged, markLogged, type Unlogged } from '../../../shared/settings/unlogged.ts';
import { namePlaces } from '../../../shared/sync/place-names.ts';
import type { Context } from '../../context.ts';
import type { Ask } from '../../maintenance/walk.ts';
import { drawChange } from './change-entry.ts';

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

function draw(version: Unlogged, names: Readonly<Record<Snowflake, string>>): LogEntry | undefined {
  const { feature, guild, channel, note, at } = version;
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
  const nonce = `settings-${feature}-${guild}-${version.version}`;
  const title = `Settings changed: ${definition.title}`;
  return drawChange({ guild, channel, nonce, title, by: version, at, note, changes });
}
