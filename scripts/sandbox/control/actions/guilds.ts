import { ChannelType as Type } from 'discord-api-types/v10';
import { z } from 'zod';
import { type Action, acting, action, id, name } from '../action.ts';

const bits = z.string().regex(/^\d{1,20}$/);
const pause = z.iso.datetime({ offset: true }).nullable().optional().describe('null ends it');
const role = z.object({
  name,
  permissions: bits.transform(BigInt).optional(),
  color: z.number().int().min(0).max(0xffffff).optional(),
});
const roleChange = z.object({
  name: name.optional(),
  permissions: bits.optional(),
  color: z.number().int().min(0).max(0xffffff).optional(),
  position: z.number().int().optional(),
});
const channel = z.object({
  name,
  type: z
    .literal([Type.GuildText, Type.GuildVoice, Type.GuildCategory, Type.GuildAnnouncement, Type.GuildForum])
    .optional(),
  parentId: id.nullable().optional(),
});
const channelChange = z.object({
  name: name.optional(),
  topic: z.string().max(1_024).nullable().optional(),
  slowmode: z.number().int().optional().describe('seconds'),
});
const overwrite = z.object({ id, type: z.union([z.literal(0), z.literal(1)]), allow: bits, deny: bits });
const guildChange = z.object({
  name: z.string().min(2).max(100).optional(),
  ownerId: id.optional(),
  systemChannelId: z.string().optional(),
});
const threadChange = z.object({
  name: name.optional(),
  archived: z.boolean().optional(),
  locked: z.boolean().optional(),
});
const keywordRule = z.object({
  name,
  trigger_metadata: z.object({
    keyword_filter: z.array(z.string()).optional(),
    regex_patterns: z.array(z.string()).optional(),
    allow_list: z.array(z.string()).optional(),
  }),
});

/** Guilds, their roles, channels, threads, invites and AutoMod rules. */
export const guildActions: Record<string, Action> = {
  removeGuild: action(z.object({ guild: id }), (s, o) => s.removeGuild(o.guild)),
  changeGuild: action(z.object({ guild: id, change: guildChange, ...acting }), (s, o) => {
    s.changeGuild(o.guild, o.change, o);
  }),
  pause: action(z.object({ guild: id, invitesUntil: pause, messagesUntil: pause, ...acting }), (s, o) => {
    const { invitesUntil, messagesUntil } = o;
    const pauses = {
      ...(invitesUntil === undefined ? {} : { invitesUntil }),
      ...(messagesUntil === undefined ? {} : { messagesUntil }),
    };
    s.pause(o.guild, pauses, o);
  }),
  outage: action(z.object({ guild: id, on: z.boolean() }), (s, o) => s.outage(o.guild, o.on)),

  addRole: action(z.object({ guild: id, role, ...acting }), (s, o) => s.addRole(o.guild, o.role, o)),
  changeRole: action(z.object({ guild: id, role: id, change: roleChange, ...acting }), (s, o) =>
    s.changeRole(o.guild, o.role, o.change, o),
  ),
  removeRole: action(z.object({ guild: id, role: id, ...acting }), (s, o) =>
    s.removeRole(o.guild, o.role, o),
  ),

  addChannel: action(z.object({ guild: id, channel, ...acting }), (s, o) => ({
    id: s.addChannel(o.guild, o.channel, o).id,
  })),
  changeChannel: action(z.object({ guild: id, channel: id, change: channelChange, ...acting }), (s, o) =>
    s.changeChannel(o.guild, o.channel, o.change, o),
  ),
  removeChannel: action(z.object({ guild: id, channel: id, ...acting }), (s, o) =>
    s.removeChannel(o.guild, o.channel, o),
  ),
  setOverwrite: action(z.object({ channel: id, overwrite, ...acting }), (s, o) =>
    s.setOverwrite(o.channel, o.overwrite, o),
  ),
  removeOverwrite: action(z.object({ channel: id, id, ...acting }), (s, o) =>
    s.removeOverwrite(o.channel, o.id, o),
  ),
  openThread: action(
    z.object({
      channel: id,
      name,
      message: id.optional(),
      private: z.boolean().optional(),
      ...acting,
    }),
    (s, o) => ({ id: s.openThread(o).id }),
  ),
  changeThread: action(z.object({ thread: id, change: threadChange, ...acting }), (s, o) =>
    s.changeThread(o.thread, o.change, o),
  ),

  invite: action(z.object({ channel: id, code: name.optional(), ...acting }), (s, o) =>
    s.invite(o.channel, o.code === undefined ? {} : { code: o.code }, o),
  ),
  removeInvite: action(z.object({ code: z.string(), ...acting }), (s, o) => s.removeInvite(o.code, o)),
  addInvite: action(
    z.object({
      code: name,
      guild: name.describe('the name of one that the bot is not in'),
      members: z.number().int().min(1).max(4_000_000).optional(),
    }),
    (s, o) => s.addInvite(o),
  ),

  addAutoModRule: action(z.object({ guild: id, rule: keywordRule, ...acting }), (s, o) =>
    s.addAutoModRule(o.guild, o.rule, o),
  ),
  removeAutoModRule: action(z.object({ guild: id, rule: id, ...acting }), (s, o) =>
    s.removeAutoModRule(o.guild, o.rule, o),
  ),
};
