import { BytesRole } from '../bytes/model.ts';
import type { Clock } from '../core/clock.ts';
import type { Snowflake } from '../core/snowflake.ts';
import type { Knex } from '../db/knex.ts';
import type { SettingsDefinition } from '../settings/definition.ts';
import type { Guild, GuildChannel, GuildRole } from '../sync/model.ts';
import { latestRun } from '../sync/runs.ts';
import { listChannels, listRoles } from '../sync/store.ts';
import type { Use } from './finding.ts';
import { readIntents } from './intents.ts';
import type { Uses } from './needs.ts';
import { type Picks, readPicks } from './picks.ts';
import { readRuleFacts } from './rule-facts.ts';
import { type Place, readPlace } from './standing.ts';

export interface SetupDeps {
  db: Knex;
  clock: Clock;
  /** The bot's user id is the application's; undefined where a process does not know it. */
  applicationId: Snowflake | undefined;
}

export type Bot = Pick<Place, 'standing' | 'permissions'>;

/** All that the checks look at. */
export interface Facts {
  guild: Guild;
  bot: Bot | undefined;
  /** Deleted ones too. */
  roles: ReadonlyMap<Snowflake, GuildRole>;
  channels: ReadonlyMap<Snowflake, GuildChannel>;
  /** Roles that the bot gives to members: those that are earned, and those of squads. */
  given: { use: Use; roles: Snowflake[] }[];
  picks: Picks[];
  uses: Uses;
  intents: number | undefined;
  /** A load of all members waits or is under way. */
  isLoading: boolean;
}

export async function readFacts(
  deps: SetupDeps,
  guild: Guild,
  definitions: readonly SettingsDefinition[],
): Promise<Facts> {
  const { db, applicationId } = deps;
  const [bot, roles, channels, rewards, squads, picks, rules, intents, run] = await Promise.all([
    applicationId === undefined ? undefined : readPlace(deps, guild.id, applicationId),
    listRoles({ db }, guild.id),
    listChannels({ db }, guild.id),
    BytesRole.query(db).where('guild_id', guild.id).orderBy(['threshold', 'role_id']),
    db('squads').where('guild_id', guild.id).orderBy('id').pluck('role_id'),
    readPicks({ db }, guild.id, definitions),
    readRuleFacts({ db }, guild.id),
    readIntents({ db }, guild.id),
    latestRun({ db }, guild.id),
  ]);
  return {
    guild,
    // a timeout ends by itself: what its roles allow is what can be mended
    bot: bot && { ...bot, standing: { ...bot.standing, timedOut: false } },
    roles: new Map(roles.map((role) => [role.id, role])),
    channels: new Map(channels.map((channel) => [channel.id, channel])),
    given: [
      { use: { is: 'rewards' }, roles: rewards.map(({ roleId }) => roleId) },
      { use: { is: 'squads' }, roles: squads },
    ],
    picks: [...picks, ...rules.picks],
    uses: { given: rewards.length + squads.length, ...rules.uses },
    intents,
    isLoading: run?.state === 'queued' || run?.state === 'running',
  };
}
