import type { BytesSettings } from '../../shared/bytes/settings.ts';
import type { Snowflake } from '../../shared/core/snowflake.ts';
import type { Context } from '../context.ts';

/** The settings of a guild whose economy is switched on; undefined where it is off, or cannot be read. */
export async function findEconomy(
  { settings }: Pick<Context, 'settings'>,
  guild: Snowflake,
): Promise<BytesSettings | undefined> {
  const known = (await settings.bytes.get([guild])).get(guild);
  return known?.config.enabled ? known : undefined;
}
