import type { Clock } from '../core/clock.ts';
import type { RolePermissions, Standing } from '../core/permissions.ts';
import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';
import { askTogether } from '../db/together.ts';
import type { SettingsDefinition } from '../settings/definition.ts';
import type { Use } from './finding.ts';
import {
  type ChannelFacts,
  type GuildFacts,
  givenRoles,
  guildChannels,
  guildFacts,
  guildRoles,
  type RoleFacts,
  rolesOfMember,
} from './guild-facts.ts';
import { intentsOf } from './intents.ts';
import type { Uses } from './needs.ts';
import { type Picks, settingsPicks } from './picks.ts';
import { fileRuleFacts, ruleFacts } from './rule-facts.ts';

export interface SetupDeps {
  db: Knex;
  clock: Clock;
  /** The bot's user id is the application's; undefined where a process does not know it. */
  applicationId: Snowflake | undefined;
}

export interface Bot {
  standing: Standing;
  permissions: RolePermissions;
}

/** All that the checks look at. */
export interface Facts {
  guild: GuildFacts;
  bot: Bot | undefined;
  /** Deleted ones too. */
  roles: ReadonlyMap<Snowflake, RoleFacts>;
  channels: ReadonlyMap<Snowflake, ChannelFacts>;
  /** Roles that the bot gives to members. */
  given: { use: Use; roles: Snowflake[] }[];
  picks: Picks[];
  uses: Uses;
  intents: number | undefined;
}

/** Undefined where the bot is not in the guild. */
export async function readFacts(
  { db, applicationId }: Pick<SetupDeps, 'db' | 'applicationId'>,
  id: Snowflake,
  definitions: readonly SettingsDefinition[],
): Promise<Facts | undefined> {
  const [guild, botRoles, roles, channels, { rewards, squads }, picks, rules, files, intents] =
    await askTogether(db, [
      guildFacts(id),
      rolesOfMember(id, applicationId),
      guildRoles(id),
      guildChannels(id),
      givenRoles(id),
      settingsPicks(id, definitions),
      ruleFacts(id),
      fileRuleFacts(id),
      intentsOf(id),
    ]);
  if (!guild) return undefined;
  return {
    guild,
    bot: botOf({ guild: id, owner: guild.owner, user: applicationId, roles: botRoles }, roles),
    roles: new Map(roles.map((role) => [role.id, role])),
    channels: new Map(channels.map((channel) => [channel.id, channel])),
    given: [
      { use: { is: 'rewards' }, roles: rewards },
      { use: { is: 'squads' }, roles: squads },
    ],
    picks: [...picks, ...rules.picks],
    uses: {
      given: rewards.length + squads.length,
      enforced: rules.uses.enforced + (files ? 1 : 0),
      lockdowns: rules.uses.lockdowns,
    },
    intents,
  };
}

function botOf(
  { user, roles, ...guild }: Pick<Standing, 'guild' | 'owner'> & Partial<Pick<Standing, 'user' | 'roles'>>,
  known: readonly RoleFacts[],
): Bot | undefined {
  if (user === undefined || !roles) return undefined;
  const timedOut = false; // it ends by itself: what the roles allow is what can be mended
  const present = known.filter(({ active }) => active);
  return {
    standing: { ...guild, user, roles, timedOut },
    permissions: new Map(present.map(({ id, permissions }) => [id, permissions])),
  };
}
