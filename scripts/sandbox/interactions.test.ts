import { DiscordAPIError } from '@discordjs/rest';
import { expect } from 'chai';
import {
  type APIInteraction,
  type RESTPutAPIApplicationCommandsJSONBody,
  Routes,
} from 'discord-api-types/v10';
import { channelId, guildId, type Sandbox, startSandbox, userId } from './index.ts';
import { connectLibrary, type LibraryClient } from './testing/library-client.ts';

const commands: RESTPutAPIApplicationCommandsJSONBody = [
  {
    name: 'bytes',
    description: 'The currency',
    contexts: [0],
    options: [
      {
        type: 1,
        name: 'read',
        description: 'Balance',
        options: [{ type: 6, name: 'user', description: 'Whose' }],
      },
      {
        type: 1,
        name: 'send',
        description: 'Give',
        options: [
          { type: 6, name: 'user', description: 'To whom', required: true },
          { type: 4, name: 'amount', description: 'How many', required: true, min_value: 1, max_value: 50 },
          { type: 3, name: 'reason', description: 'Why', max_length: 10 },
        ],
      },
    ],
  },
  { name: 'purge', description: 'Delete', default_member_permissions: '8192' },
  { name: 'Send bytes', type: 2 },
];

describe('sandbox: interactions', () => {
  let sandbox: Sandbox;
  let client: LibraryClient;
  let late = 0;
  const guild = guildId('Workshop');
  const ada = userId('ada');
  const grace = userId('grace');
  const linus = userId('linus');

  beforeEach(async () => {
    late = 0;
    sandbox = await startSandbox({ globalLimit: 0, now: () => Date.now() + late });
    client = await connectLibrary(sandbox);
    await client.rest.put(Routes.applicationCommands(sandbox.applicationId), { body: commands });
  });
  afterEach(async () => {
    await client.stop();
    await sandbox.stop();
  });

  const read = () => sandbox.slash({ guild, user: grace, name: 'bytes', subcommand: 'read' });
  const event = async (id: string) =>
    Object(await client.dispatch('INTERACTION_CREATE', (d) => d.id === id)) as APIInteraction; // sent by the sandbox in this shape
  const call = ({ id, token }: { id: string; token: string }, body: unknown) =>
    client.rest.post(Routes.interactionCallback(id, token), { body, auth: false });
  const original = (token: string) => Routes.webhookMessage(sandbox.applicationId, token);
  async function refused(request: Promise<unknown>): Promise<[status: number, code: number | string]> {
    const error: unknown = await request.then(
      () => null,
      (reason) => reason,
    );
    if (error instanceof DiscordAPIError) return [error.status, error.code];
    throw error ?? new Error('it was not refused');
  }

  it('keeps the ids of registered commands, and refuses bad ones', async () => {
    const path = Routes.applicationCommands(sandbox.applicationId);
    const before = await client.rest.get(path);
    const [first, ...rest] = commands;
    await client.rest.put(path, { body: commands });
    expect(await client.rest.get(path)).to.deep.equal(before);
    await client.rest.put(path, { body: [{ ...first, description: 'New words' }, ...rest] });
    const after = Object(await client.rest.get(path));
    expect(after[0].id).to.equal(Object(before)[0].id);
    expect(after[0].version).to.not.equal(Object(before)[0].version);
    for (const bad of [
      { name: 'Upper', description: 'x' },
      { name: 'x' },
      { name: 'x', description: 'y'.repeat(101) },
      { name: 'x', description: 'y', option: [] },
    ])
      expect(await refused(client.rest.put(path, { body: [bad] }))).to.deep.equal([400, 50035]);
  });

  it('sends the command in Discord’s shape', async () => {
    const options = { user: ada, amount: 12, reason: 'thanks' };
    const { id, token } = sandbox.slash({
      guild,
      user: grace,
      name: 'bytes',
      subcommand: 'send',
      options,
      locale: 'de',
    });
    const interaction = await event(id);
    expect(interaction).to.deep.include({
      token,
      type: 2,
      version: 1,
      guild_id: guild,
      locale: 'de',
      context: 0,
      entitlements: [],
    });
    expect(interaction).to.deep.include({
      authorizing_integration_owners: { '0': guild },
      attachment_size_limit: 10_485_760,
    });
    expect(interaction)
      .to.have.nested.property('data.options[0]')
      .that.deep.equals({
        name: 'send',
        type: 1,
        options: [
          { name: 'user', type: 6, value: ada },
          { name: 'amount', type: 4, value: 12 },
          { name: 'reason', type: 3, value: 'thanks' },
        ],
      });
    expect(interaction).to.have.nested.property(`data.resolved.users.${ada}.username`, 'ada');
    expect(interaction).to.have.nested.property(`data.resolved.members.${ada}.permissions`);
    expect(interaction.app_permissions).to.match(/^\d+$/);
    expect(interaction.member?.permissions).to.match(/^\d+$/);
  });

  it('does not let members do what Discord’s client would not', () => {
    const send = (options: Record<string, string | number>) => () =>
      sandbox.slash({ guild, user: grace, name: 'bytes', subcommand: 'send', options });
    expect(send({ user: ada })).to.throw('amount is required');
    expect(send({ user: ada, amount: 51 })).to.throw('more than 50');
    expect(send({ user: ada, amount: 1.5 })).to.throw('whole');
    expect(send({ user: '1', amount: 1 })).to.throw('no user');
    expect(send({ user: ada, amount: 1, reason: 'x'.repeat(11) })).to.throw('more than 10');
    expect(send({ user: ada, amount: 1, why: 'x' })).to.throw('no option why');
    expect(() => sandbox.slash({ guild, user: grace, name: 'bytes' })).to.throw('needs a subcommand');
    expect(() => sandbox.slash({ guild, user: grace, name: 'nothing' })).to.throw('no command');
    expect(() => sandbox.slash({ guild, user: grace, name: 'purge' })).to.throw('may not use');
  });

  it('takes one answer, in time, that fits', async () => {
    const answered = read();
    await call(answered, { type: 4, data: { content: 'hi', flags: 64 } });
    expect(await answered.response()).to.deep.equal({ type: 4, data: { content: 'hi', flags: 64 } });
    expect(await answered.message()).to.include({ content: 'hi' });
    expect(answered.ephemeral).to.equal(true);
    expect(sandbox.world.channels.get(channelId(guild, 'general'))?.messages.size).to.equal(0);
    expect(await refused(call(answered, { type: 4, data: { content: 'again' } }))).to.deep.equal([
      400, 40060,
    ]);
    expect(await refused(call({ id: '1', token: 'x' }, { type: 5 }))).to.deep.equal([404, 10062]);
    expect(await refused(call({ ...read(), token: 'x' }, { type: 5 }))).to.deep.equal([404, 10062]);
    expect(
      await refused(call(read(), { type: 7, data: { content: 'x' } })),
      'nothing to update',
    ).to.deep.equal([400, 50035]);
    expect(await refused(call(read(), { type: 4, data: {} }))).to.deep.equal([400, 50006]);
    expect(await refused(call(read(), { type: 4, data: { content: 'x'.repeat(2_001) } }))).to.deep.equal([
      400, 50035,
    ]);
    const slow = read();
    late = 3_100;
    expect(await refused(call(slow, { type: 5 }))).to.deep.equal([404, 10062]);
    expect(sandbox.requests.at(-1)).to.include({ interactionId: slow.id, status: 404 });
  });

  it('shows the message that fills a deferral in', async () => {
    const handle = read();
    await call(handle, { type: 5 });
    const loading = Object(await client.rest.get(original(handle.token), { auth: false }));
    expect(loading.flags & 128).to.equal(128);
    const waiting = handle.message();
    await client.rest.patch(original(handle.token), { body: { content: '512 bytes' }, auth: false });
    expect(await waiting).to.include({ content: '512 bytes', flags: 0, edited_timestamp: null });
    await client.rest.post(Routes.webhook(sandbox.applicationId, handle.token), {
      body: { content: 'more' },
      auth: false,
    });
    expect(handle.followUps.map(({ content }) => content)).to.deep.equal(['more']);
    await client.rest.delete(original(handle.token), { auth: false });
    expect(await refused(client.rest.get(original(handle.token), { auth: false }))).to.deep.equal([
      404, 10008,
    ]);
  });

  it('mentions nobody in an edit that says so', async () => {
    const handle = read();
    await call(handle, { type: 5 });
    const body = { content: `<@${ada}> has 512`, allowed_mentions: { parse: [] } };
    await client.rest.patch(original(handle.token), { body, auth: false });
    const message = await handle.message();
    expect(message).to.deep.include({ content: body.content, mentions: [] });
    expect(message).not.to.have.property('allowedMentions');
    const path = Routes.channelMessage(message.channel_id, message.id);
    await client.rest.patch(path, { body: { content: `${body.content}!` } });
    expect(message.mentions.map(({ id }) => id)).to.deep.equal([ada]);
    await client.rest.patch(path, { body });
    expect(message.mentions).to.deep.equal([]);
  });

  it('lists commands with their translations only when asked', async () => {
    const path = Routes.applicationCommands(sandbox.applicationId);
    const de = { de: 'Guthaben' };
    const option = { type: 3, name: 'why', description: 'Why', description_localizations: de };
    const command = { name: 'balance', description: 'Balance', description_localizations: de };
    await client.rest.put(path, { body: [{ ...command, options: [option] }] });
    const plain = Object(await client.rest.get(path))[0];
    expect(plain)
      .to.include({ description: 'Balance' })
      .and.not.to.have.property('description_localizations');
    expect(plain.options).to.deep.equal([{ type: 3, name: 'why', description: 'Why' }]);
    const query = new URLSearchParams({ with_localizations: 'true' });
    const full = Object(await client.rest.get(path, { query }))[0];
    expect(full).to.deep.include({ description_localizations: de, options: [option] });
  });

  it('lets follow-ups in for 15 minutes, and only after an answer', async () => {
    const handle = read();
    const follow = (token: string) =>
      client.rest.post(Routes.webhook(sandbox.applicationId, token), { body: { content: 'x' }, auth: false });
    expect(await refused(follow(handle.token))).to.deep.equal([404, 10015]);
    expect(await refused(follow('unknown'))).to.deep.equal([404, 10015]);
    await call(handle, { type: 4, data: { content: 'x' } });
    late = 15 * 60_000 + 1_000;
    expect(await refused(follow(handle.token))).to.deep.equal([401, 50027]);
  });

  it('clicks buttons and selects of the message, as far as one sees them', async () => {
    const handle = read();
    const components = [
      {
        type: 1,
        components: [
          { type: 2, style: 1, label: 'Yes', custom_id: 'yes' },
          { type: 2, style: 2, label: 'No', custom_id: 'no', disabled: true },
        ],
      },
      {
        type: 1,
        components: [
          {
            type: 3,
            custom_id: 'squad',
            options: [
              { label: 'A', value: 'a' },
              { label: 'B', value: 'b' },
            ],
          },
        ],
      },
    ];
    await call(handle, { type: 4, data: { content: 'Sure?', components, flags: 64 } });
    const message = await handle.message();
    expect(() => sandbox.click({ message, user: linus, customId: 'yes' })).to.throw('visible to');
    expect(() => sandbox.click({ message, user: grace, customId: 'no' })).to.throw('disabled');
    expect(() => sandbox.click({ message, user: grace, customId: 'squad', values: ['c'] })).to.throw(
      'none of the options',
    );
    const select = await event(sandbox.click({ message, user: grace, customId: 'squad', values: ['b'] }).id);
    expect(select.data).to.deep.include({ custom_id: 'squad', component_type: 3, values: ['b'] });
    const click = sandbox.click({ message, user: grace, customId: 'yes' });
    expect(await event(click.id)).to.have.nested.property('message.id', message.id);
    await call(click, { type: 7, data: { content: 'Done', components: [] } });
    expect(await click.message()).to.deep.include({ content: 'Done', components: [] });
  });

  it('opens a modal from a context menu, and submits it', async () => {
    const handle = sandbox.menu({ guild, user: grace, name: 'Send bytes', target: ada });
    expect((await event(handle.id)).data).to.include({ target_id: ada, type: 2 });
    const input = { type: 4, custom_id: 'amount', style: 1, label: 'Amount', max_length: 3 };
    const modal = { custom_id: 'send', title: 'Send', components: [{ type: 1, components: [input] }] };
    await call(handle, { type: 9, data: modal });
    expect(() => sandbox.submit({ modal: handle, fields: {} })).to.throw('required');
    const submitted = sandbox.submit({ modal: handle, fields: { amount: '12' } });
    const { data } = await event(submitted.id);
    expect(data).to.have.nested.property('components[0].components[0].value', '12');
    await call(submitted, { type: 4, data: { content: 'sent' } });
    expect(await submitted.message()).to.include({ content: 'sent' });
  });
});
