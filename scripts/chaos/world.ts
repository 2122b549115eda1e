import { PermissionFlagsBits as P } from 'discord-api-types/v10';
import { channelId, type GuildSeed, guildId, userId, type WorldSeed } from '../sandbox/index.ts';

const numbered = (name: string, count: number) => Array.from({ length: count }, (_, n) => `${name}${n}`);

/** Who write, and send each other bytes. */
export const members = numbered('member', 5_000);
/** Who are moderated: they do nothing themselves. */
export const offenders = numbered('offender', 2_000);
/** Who write too much at once: each is at it a single time. */
export const spammers = numbered('spammer', 500);
export const moderators = numbered('moderator', 3);

const [name, other] = ['Chaos', 'Havoc'] as const;
/** Where members write. */
export const guild = guildId(name);
/** Where moderators are at work. */
export const moderated = [guild, guildId(other)] as const;
export const caseLog = (of: string) => channelId(of, 'case-log');
/** Where members write whom auto-moderation leaves alone. */
export const quiet = channelId(guild, 'general');
/** Where it counts. */
export const loud = channelId(guild, 'lounge');

const role = {
  name: 'Moderators',
  permissions: P.ModerateMembers | P.KickMembers | P.BanMembers | P.ManageMessages | P.ViewChannel,
};
const staffed = (name: string, members: readonly string[]): GuildSeed => ({
  name,
  roles: [role],
  channels: [{ name: 'general' }, { name: 'lounge' }, { name: 'case-log' }],
  members: [
    ...[...members, ...offenders].map((each) => ({ name: each })),
    ...moderators.map((each) => ({ name: each, roles: [role.name] })),
  ],
});

export const world: WorldSeed = {
  guilds: [staffed(name, [...members, ...spammers]), staffed(other, ['owner'])],
};

export function idOf(names: readonly string[], n: number): string {
  return userId(names[n] ?? '');
}
