import type { Snowflake } from '../../shared/core/snowflake.ts';
import { Guild } from '../../shared/sync/model.ts';
import type { Context } from '../context.ts';
import type { PageDeps } from '../http/page.ts';
import { staffOf } from '../middleware/staff.ts';
import { visibleGuilds } from './guilds.ts';

/** Where a list of all guilds is looked up; null: everywhere. A guild that is not theirs to see has nothing to show. */
export function seenGuilds(ctx: Context, chosen: Snowflake | undefined): Snowflake[] | null {
  const visible = visibleGuilds(staffOf(ctx)) ?? null;
  if (chosen === undefined) return visible;
  return visible === null || visible.includes(chosen) ? [chosen] : [];
}

export async function nameGuilds(
  { db }: Pick<PageDeps, 'db'>,
  ids: readonly Snowflake[],
): Promise<Record<Snowflake, string>> {
  const guilds = await Guild.query(db).findByIds([...new Set(ids)]);
  return Object.fromEntries(guilds.map(({ id, name }) => [id, name]));
}

/** The same, of rows that bring the names of their guilds. */
export function namesOf(rows: readonly { guild: Snowflake; guildName: string }[]): Record<Snowflake, string> {
  return Object.fromEntries(rows.map(({ guild, guildName }) => [guild, guildName]));
}
