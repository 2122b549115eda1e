import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';
import type { SettingsDocument } from '../settings/document.ts';
import { exportSettings } from '../settings/transfer.ts';
import type { List } from './list.ts';
import { lists } from './lists.ts';

/** A guild's settings and, of its lists, those that `isWanted`; as of `now` (milliseconds since 1970). */
export async function exportDocument(
  deps: { db: Knex },
  guild: Snowflake,
  now: number,
  isWanted: (list: List) => boolean = () => true,
): Promise<SettingsDocument> {
  const document = await exportSettings(deps, guild, now);
  const entries: SettingsDocument['lists'] = {};
  for (const list of lists.filter(isWanted))
    entries[list.list] = (await list.read(deps, guild)).map((draft) => ({ ...draft }));
  return { ...document, lists: entries };
}
