import { ChannelType } from 'discord-api-types/v10';
import type { Ground, Refusal } from './ground.fixture.ts';
import { directChannel, post, said, webhookIn } from './message-steps.fixture.ts';

const invalid = { rest: 'InvalidFormBodyOrContentType', status: 400 } as const;
const day = 24 * 3_600_000;

/** Messages by the hundred, direct messages, incoming webhooks, announcements. */
export const correspondenceRefusals: Refusal[] = [
  {
    name: 'a bulk deletion of one message',
    rule: 'Message: Bulk Delete Messages, “2-100”',
    answer: { rest: 'ProvidedTooFewOrTooManyMessagesToDelete', status: 400 },
    provoke: (ground) => bulk(ground, [said(ground).id]),
  },
  {
    name: 'a bulk deletion of a message older than two weeks',
    rule: 'Message: Bulk Delete Messages, “older than 2 weeks”',
    answer: { rest: 'OneOfTheMessagesProvidedWasTooOldForBulkDelete', status: 400 },
    provoke(ground) {
      const { id } = said(ground);
      ground.pass(15 * day);
      return bulk(ground, [id, said(ground).id]);
    },
  },
  {
    name: 'a bulk deletion that names a message twice',
    rule: 'Message: Bulk Delete Messages, “duplicate message IDs”',
    answer: invalid,
    provoke(ground) {
      const { id } = said(ground);
      return bulk(ground, [id, id]);
    },
  },
  {
    name: 'a page of 101 messages',
    rule: 'Message: Get Channel Messages, limit “(1-100)”',
    answer: invalid,
    provoke: ({ ask, general }) => ask('GET', `/channels/${general}/messages?limit=101`),
  },
  {
    name: 'a direct message to somebody who takes none',
    rule: 'Opcodes and Status Codes: JSON Error Codes, 50007',
    answer: { rest: 'CannotSendMessagesToThisUser', status: 403 },
    async provoke(ground) {
      const channel = await directChannel(ground, ground.users.grace);
      ground.sandbox.closeMessages(ground.users.grace);
      return post(ground, { content: 'psst' }, channel);
    },
  },
  {
    name: 'a direct message to somebody who left the last common server',
    rule: 'Opcodes and Status Codes: JSON Error Codes, 50278',
    answer: { rest: 'CannotSendMessagesToThisUserDueToHavingNoMutualGuilds', status: 403 },
    async provoke(ground) {
      const channel = await directChannel(ground, ground.users.grace);
      ground.sandbox.leave(ground.guild, ground.users.grace);
      return post(ground, { content: 'psst' }, channel);
    },
  },
  {
    name: 'direct messages with nobody',
    rule: 'User: Create DM, recipient_id',
    answer: { rest: 'InvalidRecipients', status: 400 },
    provoke: ({ ask }) => ask('POST', '/users/@me/channels', { recipient_id: '1' }),
  },
  {
    name: 'the deletion of the other side of a direct message',
    rule: 'Opcodes and Status Codes: JSON Error Codes, 50003',
    answer: { rest: 'CannotExecuteActionOnDMChannel', status: 403 },
    provoke({ sandbox, users, ask }) {
      const { id, channel_id } = sandbox.direct({ author: users.grace, content: 'hello' });
      return ask('DELETE', `/channels/${channel_id}/messages/${id}`);
    },
  },
  {
    name: 'a user name with Discord in it',
    rule: 'User: Usernames and Nicknames, “Usernames cannot contain …”',
    answer: invalid,
    provoke: ({ ask }) => ask('PATCH', '/users/@me', { username: 'Discord Helper' }),
  },
  {
    name: 'a webhook that was never made',
    rule: 'Opcodes and Status Codes: JSON Error Codes, 10015',
    answer: { rest: 'UnknownWebhook', status: 404 },
    provoke: ({ ask }) => ask('POST', '/webhooks/1/token', { content: 'x' }),
  },
  {
    name: 'a webhook’s wrong token',
    rule: 'Opcodes and Status Codes: JSON Error Codes, 50027',
    answer: { rest: 'InvalidWebhookToken', status: 401 },
    async provoke(ground) {
      const path = await webhookIn(ground, ground.general);
      return ground.ask('POST', `${path}x`, { content: 'x' });
    },
  },
  {
    name: 'a webhook’s message under another webhook’s token',
    rule: 'Webhook: Edit Webhook Message, “a previously-sent webhook message from the same token”',
    answer: { rest: 'UnknownMessage', status: 404 },
    async provoke(ground) {
      const path = await webhookIn(ground, ground.general);
      return ground.ask('PATCH', `${path}/messages/${said(ground).id}`, { content: 'x' });
    },
  },
  {
    name: 'a webhook by the name of Clyde',
    rule: 'Webhook: Create Webhook, “clyde or discord”',
    answer: invalid,
    async provoke(ground) {
      await webhookIn(ground, ground.general);
      return ground.ask('POST', `/channels/${ground.general}/webhooks`, { name: 'Clyde' });
    },
  },
  {
    name: 'a 16th webhook of a channel',
    rule: 'Opcodes and Status Codes: JSON Error Codes, 30007',
    answer: { rest: 'MaximumNumberOfWebhooksReached', status: 400 },
    async provoke(ground) {
      for (let n = 0; n < 15; n += 1) await webhookIn(ground, ground.general);
      return ground.ask('POST', `/channels/${ground.general}/webhooks`, { name: 'One more' });
    },
  },
  {
    name: 'a webhook’s post in a forum outside its threads',
    rule: 'Webhook: Execute Webhook, “you must provide either thread_id … or thread_name”',
    answer: { rest: 'WebhooksPostedToForumChannelsMustHaveAThreadNameOrThreadId', status: 400 },
    async provoke(ground) {
      const path = await webhookIn(ground, channelOf(ground, ChannelType.GuildForum));
      return ground.ask('POST', path, { content: 'x' });
    },
  },
  {
    name: 'a webhook’s new thread in a text channel',
    rule: 'Webhook: Execute Webhook, thread_name “requires the webhook channel to be a forum”',
    answer: { rest: 'WebhooksCanOnlyCreateThreadsInForumChannels', status: 400 },
    async provoke(ground) {
      const path = await webhookIn(ground, ground.general);
      return ground.ask('POST', path, { content: 'x', thread_name: 'new' });
    },
  },
  {
    name: 'a crosspost from a text channel',
    rule: 'Message: Crosspost Message, “in an Announcement Channel”',
    answer: { rest: 'CannotExecuteActionOnThisChannelType', status: 400 },
    provoke: (ground) => ground.ask('POST', `${said(ground).path}/crosspost`),
  },
  {
    name: 'a second crosspost of a message',
    rule: 'Opcodes and Status Codes: JSON Error Codes, 40033',
    answer: { rest: 'ThisMessageWasAlreadyCrossposted', status: 400 },
    async provoke(ground) {
      const channel = channelOf(ground, ChannelType.GuildAnnouncement);
      const { body } = await post(ground, { content: 'news' }, channel);
      const path = `/channels/${channel}/messages/${body.id}/crosspost`;
      await ground.ask('POST', path);
      return ground.ask('POST', path);
    },
  },
];

function bulk({ ask, general }: Ground, messages: string[]) {
  return ask('POST', `/channels/${general}/messages/bulk-delete`, { messages });
}

function channelOf({ sandbox, guild }: Ground, type: ChannelType): string {
  return sandbox.addChannel(guild, { name: 'special', type }).id;
}
