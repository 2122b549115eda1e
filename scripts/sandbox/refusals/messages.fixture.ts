import { ChannelType, PermissionFlagsBits as P } from 'discord-api-types/v10';
import type { Refusal } from './ground.fixture.ts';
import { allow, closedThread, deny, post, said, upload } from './message-steps.fixture.ts';

const invalid = { rest: 'InvalidFormBodyOrContentType', status: 400 } as const;
const forbidden = { rest: 'MissingPermissions', status: 403 } as const;
const button = { type: 2, style: 1, label: 'Go', custom_id: 'go' };
const row = { type: 1, components: [button] };

/** Messages and reactions. */
export const messageRefusals: Refusal[] = [
  {
    name: 'a message of nothing',
    rule: 'Message: Create Message, “one of content, embeds, sticker_ids, components, files, or poll”',
    answer: { rest: 'CannotSendAnEmptyMessage', status: 400 },
    provoke: (ground) => post(ground, { content: '' }),
  },
  {
    name: 'a message that is no JSON',
    rule: 'Opcodes and Status Codes: JSON Error Codes, 50109',
    answer: { rest: 'RequestBodyContainsInvalidJSON', status: 400 },
    provoke: (ground) => post(ground, '{"content":'),
  },
  {
    name: 'more than 2000 characters',
    rule: 'Message: Create Message, content “up to 2000 characters”',
    answer: invalid,
    provoke: (ground) => post(ground, { content: 'x'.repeat(2_001) }),
  },
  {
    name: 'embeds of more than 6000 characters together',
    rule: 'Message: Embed Limits',
    answer: invalid,
    provoke: (ground) => post(ground, { embeds: [1, 2].map(() => ({ description: 'x'.repeat(3_001) })) }),
  },
  {
    name: 'an eleventh embed',
    rule: 'Message: Create Message, “up to 10 rich embeds”',
    answer: invalid,
    provoke: (ground) => post(ground, { embeds: Array.from({ length: 11 }, () => ({ title: 'x' })) }),
  },
  {
    name: 'an embed that links to a script',
    rule: 'Message: Embed Image Structure, “only supports http(s) and attachments”',
    answer: invalid,
    provoke: (ground) => post(ground, { embeds: [{ title: 'x', url: 'javascript:alert(1)' }] }),
  },
  {
    name: 'allowed mentions that name a kind and its ids',
    rule: 'Message: Allowed Mentions Object, “mutually exclusive”',
    answer: invalid,
    provoke: (ground) =>
      post(ground, { content: 'x', allowed_mentions: { parse: ['users'], users: [ground.users.ada] } }),
  },
  {
    name: 'allowed mentions of 101 users',
    rule: 'Message: Allowed Mentions Object, users “max 100”',
    answer: invalid,
    provoke: (ground) =>
      post(ground, {
        content: 'x',
        allowed_mentions: { users: Array.from({ length: 101 }, (_, n) => String(n + 1)) },
      }),
  },
  {
    name: 'a nonce of 26 characters',
    rule: 'Message: Create Message, nonce “up to 25 characters”',
    answer: invalid,
    provoke: (ground) => post(ground, { content: 'x', nonce: 'n'.repeat(26) }),
  },
  {
    name: 'two buttons with one custom id',
    rule: 'Component Reference: Custom ID, “must be unique per component”',
    answer: invalid,
    provoke: (ground) => post(ground, { components: [{ type: 1, components: [button, button] }] }),
  },
  {
    name: 'a sixth row of buttons',
    rule: 'Component Reference: Legacy Message Component Behavior, “up to 5 action rows”',
    answer: invalid,
    provoke: (ground) => post(ground, { components: Array.from({ length: 6 }, () => row) }),
  },
  {
    name: 'content beside components v2',
    rule: 'Message: Create Message, “the message can only contain components”',
    answer: invalid,
    provoke: (ground) => post(ground, { content: 'x', flags: 1 << 15, components: [row] }),
  },
  {
    name: 'a reply to a message that is gone',
    rule: 'Message: Message Reference Structure, fail_if_not_exists',
    answer: invalid,
    provoke: (ground) => post(ground, { content: 'x', message_reference: { message_id: '1' } }),
  },
  {
    name: 'a reply without Read Message History',
    rule: 'Message: Create Message, Limitations',
    answer: { rest: 'CannotReplyWithoutPermissionToReadMessageHistory', status: 403 },
    provoke(ground) {
      const { id } = said(ground);
      deny(ground, P.ReadMessageHistory);
      return post(ground, { content: 'x', message_reference: { message_id: id } });
    },
  },
  {
    name: 'a message in a category',
    rule: 'Opcodes and Status Codes: JSON Error Codes, 50008',
    answer: { rest: 'CannotSendMessagesInNonTextChannel', status: 400 },
    provoke(ground) {
      const order = { name: 'Rooms', type: ChannelType.GuildCategory };
      return post(ground, { content: 'x' }, ground.sandbox.addChannel(ground.guild, order).id);
    },
  },
  {
    name: 'a message in a forum',
    rule: 'Channel: Channel Types, GUILD_FORUM “can only contain threads”',
    answer: { rest: 'CannotSendAMessageInAForumChannel', status: 400 },
    provoke(ground) {
      const order = { name: 'questions', type: ChannelType.GuildForum };
      return post(ground, { content: 'x' }, ground.sandbox.addChannel(ground.guild, order).id);
    },
  },
  {
    name: 'a message in a channel that the bot cannot see',
    rule: 'Permissions: VIEW_CHANNEL; Opcodes and Status Codes: JSON Error Codes, 50001',
    answer: { rest: 'MissingAccess', status: 403 },
    provoke(ground) {
      deny(ground, P.ViewChannel);
      return post(ground, { content: 'x' });
    },
  },
  {
    name: 'a message without Send Messages',
    rule: 'Message: Create Message, Limitations, SEND_MESSAGES',
    answer: forbidden,
    provoke(ground) {
      deny(ground, P.SendMessages);
      return post(ground, { content: 'x' });
    },
  },
  {
    name: 'nothing but an embed without Embed Links',
    rule: 'Permissions: EMBED_LINKS',
    answer: forbidden,
    provoke(ground) {
      deny(ground, P.EmbedLinks);
      return post(ground, { embeds: [{ title: 'x' }] });
    },
  },
  {
    name: 'a file without Attach Files',
    rule: 'Permissions: ATTACH_FILES',
    answer: forbidden,
    provoke(ground) {
      deny(ground, P.AttachFiles);
      return upload(ground, [3]);
    },
  },
  {
    name: 'a file of more than 10 MiB',
    rule: 'Reference: Uploading Files, “the file upload size limit”',
    answer: { rest: 'RequestEntityTooLarge', status: 413 },
    provoke: (ground) => upload(ground, [10 * 1024 * 1024 + 1]),
  },
  {
    name: 'an eleventh file',
    rule: 'Opcodes and Status Codes: JSON Error Codes, 30015',
    answer: { rest: 'MaximumNumberOfAttachmentsInAMessageReached', status: 400 },
    provoke: (ground) => upload(ground, new Array(11).fill(1)),
  },
  {
    name: 'a sticker that is nobody’s',
    rule: 'Opcodes and Status Codes: JSON Error Codes, 50081',
    answer: { rest: 'InvalidStickerSent', status: 400 },
    provoke: (ground) => post(ground, { sticker_ids: ['1'] }),
  },
  {
    name: 'an edit of somebody else’s message',
    rule: 'Message: Edit Message, “can be edited by the original message author”',
    answer: { rest: 'CannotEditMessageAuthoredByAnotherUser', status: 403 },
    provoke: (ground) => ground.ask('PATCH', said(ground).path, { content: 'better' }),
  },
  {
    name: 'an edit in an archived thread',
    rule: 'Threads: Active & Archived Threads, “Users cannot edit messages”',
    answer: { rest: 'InvalidActionOnArchivedThread', status: 400 },
    async provoke(ground) {
      const thread = closedThread(ground, {});
      const { body } = await post(ground, { content: 'x' }, thread);
      ground.sandbox.changeThread(thread, { archived: true });
      return ground.ask('PATCH', `/channels/${thread}/messages/${body.id}`, { content: 'y' });
    },
  },
  {
    name: 'a message in a locked thread without Manage Threads',
    rule: 'Threads: Locked Threads, “Users won’t be able to create or update messages”',
    answer: { rest: 'ThreadLocked', status: 403 },
    provoke(ground) {
      const thread = closedThread(ground, { locked: true });
      deny(ground, P.ManageThreads);
      return post(ground, { content: 'x' }, thread);
    },
  },
  {
    name: 'the deletion of somebody else’s message without Manage Messages',
    rule: 'Message: Delete Message, MANAGE_MESSAGES',
    answer: forbidden,
    provoke(ground) {
      const { path } = said(ground);
      deny(ground, P.ManageMessages);
      return ground.ask('DELETE', path);
    },
  },
  {
    name: 'the deletion of a message that is gone',
    rule: 'Opcodes and Status Codes: JSON Error Codes, 10008',
    answer: { rest: 'UnknownMessage', status: 404 },
    async provoke(ground) {
      const { path } = said(ground);
      await ground.ask('DELETE', path);
      return ground.ask('DELETE', path);
    },
  },
  {
    name: 'the deletion of a system message that stays',
    rule: 'Message: Message Types, Deletable',
    answer: { rest: 'CannotExecuteActionOnSystemMessage', status: 403 },
    provoke: (ground) => ground.ask('DELETE', said(ground, { type: 4 }).path),
  },
  {
    name: 'a 21st reaction',
    rule: 'Opcodes and Status Codes: JSON Error Codes, 30010',
    answer: { rest: 'MaximumNumberOfReactionsReached', status: 400 },
    async provoke(ground) {
      const { path } = said(ground);
      const react = (n: number) => {
        const emoji = encodeURIComponent(String.fromCodePoint(0x1f600 + n));
        return ground.ask('PUT', `${path}/reactions/${emoji}/@me`);
      };
      for (let n = 0; n < 20; n += 1) await react(n);
      return react(20);
    },
  },
  {
    name: 'a reaction with no emoji',
    rule: 'Message: Create Reaction, “10014: Unknown Emoji”',
    answer: { rest: 'UnknownEmoji', status: 404 },
    provoke: (ground) => ground.ask('PUT', `${said(ground).path}/reactions/nope/@me`),
  },
  {
    name: 'a 251st pin',
    rule: 'Opcodes and Status Codes: JSON Error Codes, 30003',
    answer: { rest: 'MaximumNumberOfPinsReachedForTheChannel', status: 400 },
    async provoke(ground) {
      allow(ground, P.PinMessages);
      const pin = () => ground.ask('PUT', `/channels/${ground.general}/messages/pins/${said(ground).id}`);
      for (let n = 0; n < 250; n += 1) await pin();
      return pin();
    },
  },
];
