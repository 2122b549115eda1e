import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';
import { isModerator, loadModerators, type Moderators } from '../moderation/moderators.ts';
import type { Exempt } from './backtest-rows.ts';
import type { RuleDraft } from './rule.ts';

/** Whom and what a rule leaves alone, by the roles that members have now; undefined: everybody. */
export async function exemptionsOf(
  { db }: { db: Knex },
  guild: Snowflake,
  { exemptChannels, exemptRoles, exemptModerators }: RuleDraft,
): Promise<Exempt | undefined> {
  const moderators = exemptModerators ? (await loadModerators({ db }, [guild])).get(guild) : undefined;
  const roles = [...exemptRoles, ...(moderators?.moderatorRoles ?? [])];
  if (roles.includes(guild)) return undefined;
  const users = (await membersWith({ db }, guild, roles)).map(({ user }) => user);
  if (moderators?.owner) users.push(moderators.owner);
  const inChannel = moderators ? await moderatorsOfChannels({ db }, guild, moderators) : [];
  return { channels: exemptChannels, users: [...new Set(users)], inChannel };
}

/** Members whom a channel's overwrites make moderators there. */
async function moderatorsOfChannels({ db }: { db: Knex }, guild: Snowflake, moderators: Moderators) {
  const targets = [...moderators.channelModerators.values()].flatMap((overwrites) => [...overwrites.keys()]);
  if (targets.length === 0) return [];
  const known = await membersWith({ db }, guild, targets);
  return [...moderators.channelModerators.keys()].flatMap((channel) =>
    known
      .filter(({ user, roles }) => isModerator(moderators, { guild, user, roles, channel, parent: null }))
      .map(({ user }) => ({ channel, user })),
  );
}

/** Members who have one of these roles, or are among them themselves; everybody where the role is `@everyone`. */
async function membersWith(
  { db }: { db: Knex },
  guild: Snowflake,
  targets: readonly Snowflake[],
): Promise<{ user: Snowflake; roles: Snowflake[] }[]> {
  if (targets.length === 0) return [];
  const all = targets.includes(guild);
  const { rows } = await db.raw<{ rows: { user: Snowflake; roles: Snowflake[] }[] }>(
    `SELECT user_id AS "user", roles::text[] AS roles FROM guild_members
     WHERE guild_id = ? ${all ? '' : 'AND (roles && ?::bigint[] OR user_id = ANY(?::bigint[]))'}`,
    [guild, ...(all ? [] : [[...targets], [...targets]])],
  );
  return rows;
}
