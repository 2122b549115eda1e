import { expect } from 'chai';
import { MessageFlags, OverwriteType, PermissionFlagsBits as P, Routes } from 'discord-api-types/v10';
import { channelId, guildId, type Sandbox, startSandbox, userId } from '../../index.ts';
import { connectLibrary, type LibraryClient, restOf } from '../../testing/library-client.ts';

describe('sandbox: what the bot writes', () => {
  let sandbox: Sandbox;
  let rest: ReturnType<typeof restOf>;
  const at = 1_750_000_000_000;
  let client: LibraryClient | null = null;
  const guild = guildId('Workshop');
  const general = channelId(guild, 'general');
  const grace = userId('grace');
  const say = (content: string) => sandbox.message({ guild, author: grace, content });
  const post = async (body: unknown, channel = general) =>
    Object(await rest.post(Routes.channelMessages(channel), { body }));
  const deny = (bits: bigint) =>
    sandbox.setOverwrite(general, {
      id: sandbox.botId,
      type: OverwriteType.Member,
      allow: '0',
      deny: String(bits),
    });

  beforeEach(async () => {
    sandbox = await startSandbox({ globalLimit: 0, now: () => at });
    rest = restOf(sandbox);
  });
  afterEach(async () => {
    await client?.stop();
    client = null;
    await sandbox.stop();
  });

  it('takes files, says how large they are, and keeps what an edit names', async () => {
    const files = ['log.txt', 'chart.png'].map((name, n) => ({ name, data: Buffer.alloc(n + 5, 0xff) }));
    const body = { content: 'see', attachments: [{ id: '1', description: 'A chart' }] };
    const made = Object(await rest.post(Routes.channelMessages(general), { body, files }));
    expect(made.attachments).to.have.lengthOf(2);
    expect(made.attachments[0]).to.include({ filename: 'log.txt', size: 5 });
    expect(made.attachments[1]).to.include({ filename: 'chart.png', size: 6, description: 'A chart' });
    const kept = { attachments: [{ id: made.attachments[1].id }] };
    const edited = Object(await rest.patch(Routes.channelMessage(general, made.id), { body: kept }));
    expect(edited.attachments).to.deep.equal([made.attachments[1]]);
    expect(edited.content).to.equal('see');
  });

  it('takes a message of nothing but a file', async () => {
    const files = [{ name: 'a.bin', data: Buffer.from([0, 255, 10]) }];
    const made = Object(await rest.post(Routes.channelMessages(general), { files }));
    expect(made).to.deep.include({ content: '' });
    expect(made.attachments[0]).to.include({ size: 3 });
  });

  it('answers a malformed form', async () => {
    const reply = await fetch(`${sandbox.api}/v10/channels/${general}/messages`, {
      method: 'POST',
      headers: { authorization: `Bot ${sandbox.token}`, 'content-type': 'multipart/form-data; boundary=x' },
      body: 'no form at all',
    });
    expect([reply.status, Object(await reply.json()).code]).to.deep.equal([400, 50109]);
  });

  it('answers a body as deep as a well', async () => {
    const components = `${'[{"type":17,"components":'.repeat(3_000)}[]${'}]'.repeat(3_000)}`;
    const reply = await fetch(`${sandbox.api}/v10/channels/${general}/messages`, {
      method: 'POST',
      headers: { authorization: `Bot ${sandbox.token}`, 'content-type': 'application/json' },
      body: `{"content":"x","components":${components}}`,
    });
    expect([reply.status, Object(await reply.json()).code]).to.deep.equal([400, 50109]);
  });

  it('replies to a message and mentions its author, unless it is told not to', async () => {
    const { id } = say('question');
    const message_reference = { message_id: id };
    const made = await post({ content: 'answer', message_reference });
    expect(made).to.deep.include({ type: 19 });
    expect(made.message_reference).to.include({ message_id: id, channel_id: general, guild_id: guild });
    expect(made.referenced_message).to.include({ id, content: 'question' });
    expect(made.mentions[0]).to.include({ id: grace });
    const quiet = await post({ content: 'answer', message_reference, allowed_mentions: { parse: [] } });
    expect(quiet.mentions).to.deep.equal([]);
    const gone = await post({
      content: 'x',
      message_reference: { message_id: '1', fail_if_not_exists: false },
    });
    expect(gone).to.include({ type: 0 }).and.not.to.have.property('message_reference');
  });

  it('mentions everyone only with Mention Everyone', async () => {
    expect(await post({ content: '@everyone' })).to.include({ mention_everyone: false });
    const overwrite = { id: sandbox.botId, type: OverwriteType.Member, deny: '0' };
    sandbox.setOverwrite(general, { ...overwrite, allow: String(P.MentionEveryone) });
    expect(await post({ content: '@everyone' })).to.include({ mention_everyone: true });
    expect(await post({ content: '@everyone', allowed_mentions: { parse: ['users'] } })).to.include({
      mention_everyone: false,
    });
  });

  it('drops embeds without Embed Links where there is something else to say', async () => {
    deny(P.EmbedLinks);
    expect((await post({ content: 'see', embeds: [{ title: 'hidden' }] })).embeds).to.deep.equal([]);
  });

  it('takes components v2, numbers all of them, and reads mentions in them', async () => {
    const made = await post({
      flags: MessageFlags.IsComponentsV2,
      components: [
        {
          type: 17,
          components: [
            {
              type: 9,
              components: [{ type: 10, content: `hello <@${grace}>` }],
              accessory: { type: 2, style: 1, label: 'Go', custom_id: 'go' },
            },
          ],
        },
      ],
    });
    expect(made.mentions[0]).to.include({ id: grace });
    expect(made.components[0].components[0]).to.include({ id: 2 });
    expect(made.components[0].components[0].accessory).to.include({ id: 4 });
    const text = [{ type: 10, content: 'done' }];
    const edited = await rest.patch(Routes.channelMessage(general, made.id), { body: { components: text } });
    expect(Object(edited).components[0]).to.include({ content: 'done' });
  });

  it('suppresses the embeds of others with Manage Messages, and says so', async () => {
    const { id } = say('https://example.com');
    const body = { flags: MessageFlags.SuppressEmbeds };
    const changed = Object(await rest.patch(Routes.channelMessage(general, id), { body }));
    expect(changed).to.include({ flags: MessageFlags.SuppressEmbeds, edited_timestamp: null });
    expect(sandbox.deeds.at(-1)).to.include({ is: 'edit', by: sandbox.botId, target: id });
  });

  it('gives the same message for a nonce again while it is there, in that channel', async () => {
    const body = { content: 'once', nonce: 'n', enforce_nonce: true };
    const [first, help] = [await post(body), await post(body, channelId(guild, 'help'))];
    expect(help.id).to.not.equal(first.id);
    expect((await post(body)).id).to.equal(first.id);
    await rest.delete(Routes.channelMessage(general, first.id));
    expect((await post(body)).id).to.not.equal(first.id);
  });

  it('wakes an archived thread by writing into it', async () => {
    client = await connectLibrary(sandbox);
    const { id } = sandbox.openThread({ channel: general, name: 'old' });
    sandbox.changeThread(id, { archived: true });
    await post({ content: 'again' }, id);
    const woken = await client.dispatch(
      'THREAD_UPDATE',
      ({ thread_metadata }) => !Object(thread_metadata).archived,
    );
    expect(woken).to.include({ id });
  });

  it('deletes many at once, and says so once', async () => {
    client = await connectLibrary(sandbox);
    const ids = ['a', 'b', 'c'].map((content) => say(content).id);
    await rest.post(Routes.channelBulkDelete(general), { body: { messages: ids }, reason: 'spam' });
    const told = await client.dispatch('MESSAGE_DELETE_BULK');
    expect(told).to.deep.equal({ ids, channel_id: general, guild_id: guild });
    expect(sandbox.deeds.filter(({ is, by }) => is === 'delete' && by === sandbox.botId)).to.have.lengthOf(3);
  });

  it('shows no messages without Read Message History', async () => {
    say('secret');
    deny(P.ReadMessageHistory);
    expect(await rest.get(Routes.channelMessages(general))).to.deep.equal([]);
  });

  it('pins with Pin Messages, and lists pins', async () => {
    client = await connectLibrary(sandbox);
    const overwrite = { id: sandbox.botId, type: OverwriteType.Member, deny: '0' };
    sandbox.setOverwrite(general, { ...overwrite, allow: String(P.PinMessages) });
    const { id } = say('rules');
    await rest.put(`/channels/${general}/messages/pins/${id}`);
    const { items, has_more } = Object(await rest.get(`/channels/${general}/messages/pins`));
    expect([items.length, items[0].message.id, has_more]).to.deep.equal([1, id, false]);
    const notice = await client.dispatch('MESSAGE_CREATE', ({ type }) => type === 6);
    expect(notice.message_reference).to.include({ message_id: id });
    await client.dispatch('CHANNEL_PINS_UPDATE');
    await rest.delete(`/channels/${general}/messages/pins/${id}`);
    expect(Object(await rest.get(`/channels/${general}/messages/pins`)).items).to.deep.equal([]);
  });

  it('changes its own name, and everybody is told', async () => {
    client = await connectLibrary(sandbox);
    expect(await rest.patch(Routes.user(), { body: { username: 'Renamed' } })).to.include({
      username: 'Renamed',
    });
    expect(await client.dispatch('USER_UPDATE')).to.include({ username: 'Renamed' });
    expect(await rest.get(Routes.user(sandbox.botId))).to.include({ username: 'Renamed' });
  });
});
