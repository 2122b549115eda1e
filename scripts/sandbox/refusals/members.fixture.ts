import { PermissionFlagsBits as P } from 'discord-api-types/v10';
import { channelId, guildId, userId } from '../index.ts';
import type { Ground, Refusal } from './ground.fixture.ts';

const hour = 3_600_000;
const form = { rest: 'InvalidFormBodyOrContentType', status: 400 } as const;
const permissions = { rest: 'MissingPermissions', status: 403 } as const;

/** Bans, kicks, timeouts, nicknames and roles of members. */
export const memberRefusals: Refusal[] = [
  {
    name: 'a timeout of more than 28 days',
    rule: 'Guild: Modify Guild Member, “can be up to 28 days in the future”',
    answer: form,
    provoke: (ground) => timeOut(ground, ground.users.grace, 28 * 24 * hour + 60_000),
  },
  {
    name: 'a timeout of an administrator',
    rule: 'Guild: Modify Guild Member, 403 “if the user has the ADMINISTRATOR permission”',
    answer: permissions,
    provoke(ground) {
      const { sandbox, guild, roles, users } = ground;
      sandbox.changeRole(guild, roles.Member, { permissions: String(P.Administrator) });
      sandbox.updateMember(guild, users.grace, { roles: [roles.Member] });
      return timeOut(ground, users.grace, hour);
    },
  },
  {
    name: 'a timeout of the owner',
    rule: 'Guild: Modify Guild Member, 403 “or is the owner of the guild”',
    answer: permissions,
    provoke: (ground) => timeOut(ground, ground.users.ada, hour),
  },
  {
    name: 'a timeout of the bot by itself',
    rule: 'Permissions: Permission Hierarchy, only members below one’s own highest role',
    answer: permissions,
    provoke: (ground) => timeOut(ground, ground.sandbox.botId, hour),
  },
  {
    name: 'a nickname of 33 characters',
    rule: 'User: Usernames and Nicknames, “between 1 and 32 characters long”',
    answer: form,
    provoke: (ground) => change(ground, ground.users.grace, { nick: 'x'.repeat(33) }),
  },
  {
    name: 'a nickname without Manage Nicknames',
    rule: 'Guild: Modify Guild Member, JSON params, “MANAGE_NICKNAMES”',
    answer: permissions,
    provoke(ground) {
      const guild = guildWith(ground, P.ModerateMembers);
      return ground.ask('PATCH', `/guilds/${guild}/members/${userId('guest')}`, { nick: 'guest' });
    },
  },
  {
    name: 'a role that is not of the guild',
    rule: 'Opcodes and Status Codes: JSON, 10011',
    answer: { rest: 'UnknownRole', status: 404 },
    provoke: (ground) => change(ground, ground.users.grace, { roles: ['123'] }),
  },
  {
    name: 'a role above the bot’s own, given to a member',
    rule: 'Permissions: Permission Hierarchy, “grant roles to other users that are of a lower position”',
    answer: permissions,
    provoke: ({ ask, guild, users, roles }) =>
      ask('PUT', `/guilds/${guild}/members/${users.grace}/roles/${roles.Staff}`),
  },
  {
    name: 'an integration’s role, given to a member',
    rule: 'Permissions: Role Object, managed',
    answer: permissions,
    provoke(ground) {
      const [own] =
        ground.sandbox.world.guilds.get(ground.guild)?.members.get(ground.sandbox.botId)?.roles ?? [];
      return ground.ask('PUT', `/guilds/${ground.guild}/members/${ground.users.grace}/roles/${own}`);
    },
  },
  {
    name: 'muting a member who is in no voice channel',
    rule: 'Guild: Modify Guild Member, mute, “will throw a 400 error if the user is not in a voice channel”',
    answer: { rest: 'TargetUserIsNotConnectedToVoice', status: 400 },
    provoke(ground) {
      const guild = guildWith(ground, P.MuteMembers);
      return ground.ask('PATCH', `/guilds/${guild}/members/${userId('guest')}`, { mute: true });
    },
  },
  {
    name: 'a kick of a member above the bot',
    rule: 'Permissions: Permission Hierarchy, “can only kick, ban, and edit nicknames for users whose highest role is lower”',
    answer: permissions,
    provoke: ({ ask, guild, users }) => ask('DELETE', `/guilds/${guild}/members/${users.margaret}`),
  },
  {
    name: 'a kick of somebody who has left',
    rule: 'Opcodes and Status Codes: JSON, 10007',
    answer: { rest: 'UnknownMember', status: 404 },
    provoke({ ask, sandbox, guild, users }) {
      sandbox.leave(guild, users.grace);
      return ask('DELETE', `/guilds/${guild}/members/${users.grace}`);
    },
  },
  {
    name: 'a ban without Ban Members',
    rule: 'Guild: Create Guild Ban, “Requires the BAN_MEMBERS permission”',
    answer: permissions,
    provoke(ground) {
      const guild = guildWith(ground, P.KickMembers);
      return ground.ask('PUT', `/guilds/${guild}/bans/${userId('guest')}`, {});
    },
  },
  {
    name: 'a ban of the owner',
    rule: 'Permissions: Permission Hierarchy, nobody stands above the owner',
    answer: permissions,
    provoke: ({ ask, guild, users }) => ask('PUT', `/guilds/${guild}/bans/${users.ada}`, {}),
  },
  {
    name: 'a ban of nobody known',
    rule: 'Opcodes and Status Codes: JSON, 10013',
    answer: { rest: 'UnknownUser', status: 404 },
    provoke: ({ ask, guild }) => ask('PUT', `/guilds/${guild}/bans/123`, {}),
  },
  {
    name: 'a ban that deletes more than seven days of messages',
    rule: 'Guild: Create Guild Ban, delete_message_seconds, “between 0 and 604800”',
    answer: form,
    provoke: ({ ask, guild, users }) =>
      ask('PUT', `/guilds/${guild}/bans/${users.grace}`, { delete_message_seconds: 604_801 }),
  },
  {
    name: 'lifting a ban that is none',
    rule: 'Opcodes and Status Codes: JSON, 10026',
    answer: { rest: 'UnknownBan', status: 404 },
    provoke: ({ ask, guild, users }) => ask('DELETE', `/guilds/${guild}/bans/${users.grace}`),
  },
  {
    name: 'a bulk ban of nobody who could be banned',
    rule: 'Guild: Bulk Guild Ban, “If none of the users could be banned, an error response code 500000”',
    answer: { rest: 'FailedToBanUsers', status: 400 },
    provoke: ({ ask, guild, users }) =>
      ask('POST', `/guilds/${guild}/bulk-ban`, { user_ids: [users.ada, users.margaret] }),
  },
  {
    name: 'a bulk ban of more than 200',
    rule: 'Guild: Bulk Guild Ban, user_ids, “max 200”',
    answer: form,
    provoke({ ask, guild }) {
      const user_ids = Array.from({ length: 201 }, (_, n) => String(n + 1));
      return ask('POST', `/guilds/${guild}/bulk-ban`, { user_ids });
    },
  },
  {
    name: 'a bulk ban without Manage Server',
    rule: 'Guild: Bulk Guild Ban, “Requires both the BAN_MEMBERS and MANAGE_GUILD permissions”',
    answer: permissions,
    provoke(ground) {
      const guild = guildWith(ground, P.BanMembers);
      return ground.ask('POST', `/guilds/${guild}/bulk-ban`, { user_ids: [userId('guest')] });
    },
  },
  {
    name: 'a reason of more than 512 characters',
    rule: 'Audit Logs: Audit Log Entry Object, “supports 1-512 URL-encoded UTF-8 characters”',
    answer: form,
    provoke: ({ ask, guild, users }) =>
      ask('PUT', `/guilds/${guild}/bans/${users.grace}`, {}, { 'x-audit-log-reason': 'x'.repeat(513) }),
  },
  {
    name: 'a page of more than 1000 members',
    rule: 'Guild: List Guild Members, limit, “max number of members to return (1-1000)”',
    answer: form,
    provoke: ({ ask, guild }) => ask('GET', `/guilds/${guild}/members?limit=1001`),
  },
  {
    name: 'a search for no name',
    rule: 'Guild: Search Guild Members, query',
    answer: form,
    provoke: ({ ask, guild }) => ask('GET', `/guilds/${guild}/members/search`),
  },
];

function change({ ask, guild }: Ground, user: string, body: Record<string, unknown>) {
  return ask('PATCH', `/guilds/${guild}/members/${user}`, body);
}

function timeOut(ground: Ground, user: string, milliseconds: number) {
  const until = new Date(ground.sandbox.world.now() + milliseconds).toISOString();
  return change(ground, user, { communication_disabled_until: until });
}

/** A guild with the member guest, in which the bot has just these permissions and everyone's. */
export function guildWith({ sandbox }: Ground, botPermissions: bigint): string {
  const members = [{ name: 'host' }, { name: 'guest' }];
  sandbox.addGuild({ name: 'Elsewhere', members, botPermissions });
  return guildId('Elsewhere');
}

export const elsewhereGeneral = channelId(guildId('Elsewhere'), 'general');
