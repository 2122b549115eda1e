import { ChannelType, PermissionFlagsBits as P } from 'discord-api-types/v10';
import type { Ground, Refusal } from './ground.fixture.ts';
import { elsewhereGeneral, guildWith } from './members.fixture.ts';

const form = { rest: 'InvalidFormBodyOrContentType', status: 400 } as const;
const permissions = { rest: 'MissingPermissions', status: 403 } as const;
const wrongChannel = { rest: 'CannotExecuteActionOnThisChannelType', status: 400 } as const;

/** Guilds, their roles, channels, threads and invites. */
export const guildRefusals: Refusal[] = [
  {
    name: 'editing a role above the bot’s own',
    rule: 'Permissions: Permission Hierarchy, “edit roles of a lower position than its highest role”',
    answer: permissions,
    provoke: ({ ask, guild, roles }) =>
      ask('PATCH', `/guilds/${guild}/roles/${roles.Staff}`, { name: 'Crew' }),
  },
  {
    name: 'a role with a permission that the bot lacks',
    rule: 'Permissions: Permission Hierarchy, “can only grant permissions it has to those roles”',
    answer: permissions,
    provoke: ({ ask, guild }) =>
      ask('POST', `/guilds/${guild}/roles`, { permissions: String(P.Administrator) }),
  },
  {
    name: 'a role moved above the bot’s own',
    rule: 'Permissions: Permission Hierarchy, “can only sort roles lower than its highest role”',
    answer: permissions,
    provoke: ({ ask, guild, roles }) =>
      ask('PATCH', `/guilds/${guild}/roles`, [{ id: roles.Member, position: 4 }]),
  },
  {
    name: 'deleting @everyone',
    rule: 'Opcodes and Status Codes: JSON, 50028',
    answer: { rest: 'InvalidRole', status: 400 },
    provoke: ({ ask, guild }) => ask('DELETE', `/guilds/${guild}/roles/${guild}`),
  },
  {
    name: 'the 251st role',
    rule: 'Opcodes and Status Codes: JSON, 30005',
    answer: { rest: 'MaximumNumberOfGuildRolesReached', status: 400 },
    provoke({ ask, sandbox, guild }) {
      for (let n = sandbox.world.guilds.get(guild)?.roles.size ?? 0; n <= 250; n += 1)
        sandbox.addRole(guild, { name: `r${n}` });
      return ask('POST', `/guilds/${guild}/roles`, { name: 'one more' });
    },
  },
  {
    name: 'the 501st channel',
    rule: 'Opcodes and Status Codes: JSON, 30013',
    answer: { rest: 'MaximumNumberOfGuildChannelsReached', status: 400 },
    provoke({ ask, sandbox, guild }) {
      for (let n = sandbox.world.guilds.get(guild)?.channels.size ?? 0; n < 500; n += 1)
        sandbox.addChannel(guild, { name: `c${n}` });
      return ask('POST', `/guilds/${guild}/channels`, { name: 'one-more' });
    },
  },
  {
    name: 'a channel in something that is no category',
    rule: 'Channel: Channel Object, parent_id, “id of the parent category”',
    answer: form,
    provoke: ({ ask, guild, general }) =>
      ask('POST', `/guilds/${guild}/channels`, { name: 'inner', parent_id: general }),
  },
  {
    name: 'a slowmode of more than six hours',
    rule: 'Channel: Modify Channel, rate_limit_per_user, “(0-21600)”',
    answer: form,
    provoke: ({ ask, general }) => ask('PATCH', `/channels/${general}`, { rate_limit_per_user: 21_601 }),
  },
  {
    name: 'a channel that the bot cannot see',
    rule: 'Opcodes and Status Codes: JSON, 50001',
    answer: { rest: 'MissingAccess', status: 403 },
    provoke({ ask, sandbox, general, guild }) {
      sandbox.setOverwrite(general, { id: guild, type: 0, allow: '0', deny: String(P.ViewChannel) });
      sandbox.setOverwrite(general, { id: sandbox.botId, type: 1, allow: '0', deny: String(P.ViewChannel) });
      return ask('GET', `/channels/${general}`);
    },
  },
  {
    name: 'an overwrite with a permission that the bot lacks',
    rule: 'Channel: Edit Channel Permissions, “Only permissions your bot has … can be allowed/denied”',
    answer: permissions,
    provoke: ({ ask, general, roles }) =>
      ask('PUT', `/channels/${general}/permissions/${roles.Member}`, {
        type: 0,
        allow: String(P.MentionEveryone),
      }),
  },
  {
    name: 'overwrites set along with a channel without Manage Roles',
    rule: 'Channel: Modify Channel, “modifying permission overwrites requires MANAGE_ROLES”',
    answer: permissions,
    provoke(ground) {
      const id = guildWith(ground, P.ManageChannels);
      const permission_overwrites = [{ id, type: 0, deny: String(P.SendMessages) }];
      return ground.ask('PATCH', `/channels/${elsewhereGeneral}`, { permission_overwrites });
    },
  },
  {
    name: 'an overwrite of a thread',
    rule: 'Threads: Permissions, threads inherit and have no overwrites',
    answer: wrongChannel,
    provoke({ ask, sandbox, general, roles }) {
      const { id } = sandbox.openThread({ channel: general, name: 'aside' });
      return ask('PUT', `/channels/${id}/permissions/${roles.Member}`, { type: 0, deny: '2048' });
    },
  },
  {
    name: 'deleting an overwrite that is none',
    rule: 'Opcodes and Status Codes: JSON, 10009',
    answer: { rest: 'UnknownPermissionOverwrite', status: 404 },
    provoke: ({ ask, general, roles }) => ask('DELETE', `/channels/${general}/permissions/${roles.Member}`),
  },
  {
    name: 'a second thread on a message',
    rule: 'Channel: Start Thread from Message, “a message can only have a single thread”',
    answer: { rest: 'ThreadAlreadyCreatedForMessage', status: 400 },
    async provoke({ ask, sandbox, guild, general, users }) {
      const { id } = sandbox.message({ guild, author: users.grace, content: 'shall we talk?' });
      await ask('POST', `/channels/${general}/messages/${id}/threads`, { name: 'talk' });
      return ask('POST', `/channels/${general}/messages/${id}/threads`, { name: 'more talk' });
    },
  },
  {
    name: 'a thread in a category',
    rule: 'Threads, “can be created in text and announcement channels”',
    answer: wrongChannel,
    provoke({ ask, sandbox, guild }) {
      const { id } = sandbox.addChannel(guild, { name: 'Rooms', type: ChannelType.GuildCategory });
      return ask('POST', `/channels/${id}/threads`, { name: 'nowhere', type: 11 });
    },
  },
  {
    name: 'renaming an archived thread',
    rule: 'Channel: Modify Channel: Thread, “if the thread is archived … archived must be false”',
    answer: { rest: 'InvalidActionOnArchivedThread', status: 400 },
    provoke({ ask, sandbox, general }) {
      const { id } = sandbox.openThread({ channel: general, name: 'aside' });
      sandbox.changeThread(id, { archived: true });
      return ask('PATCH', `/channels/${id}`, { name: 'renamed' });
    },
  },
  {
    name: 'an invite with a code that is none',
    rule: 'Opcodes and Status Codes: JSON, 10006',
    answer: { rest: 'UnknownInvite', status: 404 },
    provoke: ({ ask }) => ask('GET', '/invites/nowhere'),
  },
  {
    name: 'deleting an invite of a guild that the bot is not in',
    rule: 'Invite: Delete Invite, “requires MANAGE_CHANNELS … or MANAGE_GUILD”',
    answer: permissions,
    provoke({ ask, sandbox }) {
      sandbox.addInvite({ code: 'faraway', guild: 'Far Away' });
      return ask('DELETE', '/invites/faraway');
    },
  },
  {
    name: 'an invite that is good for a hundred and one',
    rule: 'Channel: Create Channel Invite, max_uses, “between 0 and 100”',
    answer: form,
    provoke: ({ ask, general }) => ask('POST', `/channels/${general}/invites`, { max_uses: 101 }),
  },
  {
    name: 'a pause of invites for more than a day',
    rule: 'Guild: Modify Guild Incident Actions, “up to 24 hours in the future”',
    answer: form,
    provoke: (ground) => pause(ground, ground.guild),
  },
  {
    name: 'a guild with a name of one letter',
    rule: 'Guild: Guild Object, name, “2-100 characters”',
    answer: form,
    provoke: ({ ask, guild }) => ask('PATCH', `/guilds/${guild}`, { name: 'x' }),
  },
  {
    name: 'settings of a guild without Manage Server',
    rule: 'Guild: Modify Guild, “Requires the MANAGE_GUILD permission”',
    answer: permissions,
    provoke: (ground) =>
      ground.ask('PATCH', `/guilds/${guildWith(ground, P.ManageChannels)}`, { name: 'Ours' }),
  },
  {
    name: 'a guild that the bot has left',
    rule: 'Opcodes and Status Codes: JSON, 10004',
    answer: { rest: 'UnknownGuild', status: 404 },
    async provoke({ ask, guild }) {
      await ask('DELETE', `/users/@me/guilds/${guild}`);
      return ask('GET', `/guilds/${guild}`);
    },
  },
  {
    name: 'the audit log without View Audit Log',
    rule: 'Audit Logs: Get Guild Audit Log, “Requires the VIEW_AUDIT_LOG permission”',
    answer: permissions,
    provoke: (ground) => ground.ask('GET', `/guilds/${guildWith(ground, P.ManageGuild)}/audit-logs`),
  },
  {
    name: 'more than 100 audit log entries at once',
    rule: 'Audit Logs: Get Guild Audit Log, limit, “between 1-100”',
    answer: form,
    provoke: ({ ask, guild }) => ask('GET', `/guilds/${guild}/audit-logs?limit=101`),
  },
];

function pause({ ask, sandbox }: Ground, guild: string) {
  const until = new Date(sandbox.world.now() + 25 * 3_600_000).toISOString();
  return ask('PUT', `/guilds/${guild}/incident-actions`, { invites_disabled_until: until });
}
