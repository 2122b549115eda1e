import { expect } from 'chai';
import {
  ChannelType,
  GatewayIntentBits,
  OverwriteType,
  PermissionFlagsBits as P,
  Routes,
} from 'discord-api-types/v10';
import { channelId, guildId, type Sandbox, startSandbox } from '../../index.ts';
import { connectLibrary, type LibraryClient, restOf } from '../../testing/library-client.ts';

describe('sandbox: incoming webhooks', () => {
  let sandbox: Sandbox;
  let rest: ReturnType<typeof restOf>;
  let client: LibraryClient | null = null;
  const guild = guildId('Workshop');
  const general = channelId(guild, 'general');
  const make = async (channel = general) => {
    const overwrite = { id: sandbox.botId, type: OverwriteType.Member, deny: '0' };
    sandbox.setOverwrite(channel, { ...overwrite, allow: String(P.ManageWebhooks) });
    return Object(await rest.post(Routes.channelWebhooks(channel), { body: { name: 'News' } }));
  };
  const ask = async (method: string, path: string, body?: unknown) => {
    const headers = { 'content-type': 'application/json' };
    const reply = await fetch(`${sandbox.api}/v10${path}`, { method, headers, body: JSON.stringify(body) });
    const text = await reply.text();
    return { status: reply.status, body: text === '' ? null : Object(JSON.parse(text)) };
  };

  beforeEach(async () => {
    sandbox = await startSandbox({ globalLimit: 0 });
    rest = restOf(sandbox);
  });
  afterEach(async () => {
    await client?.stop();
    client = null;
    await sandbox.stop();
  });

  it('speaks under any name for whoever has its token', async () => {
    client = await connectLibrary(sandbox);
    const { id, token } = await make();
    const hook = `/webhooks/${id}/${token}`;
    expect(await ask('POST', hook, { content: 'no answer' })).to.deep.equal({ status: 204, body: null });
    const { body } = await ask('POST', `${hook}?wait=true`, { content: 'x @everyone', username: 'Reporter' });
    expect(body).to.deep.include({ webhook_id: id, content: 'x @everyone', mention_everyone: false });
    expect(body.author).to.include({ id, username: 'Reporter', bot: true });
    expect(sandbox.deeds.at(-1)).to.deep.include({ is: 'message', by: id, target: body.id });
    const heard = await client.dispatch('MESSAGE_CREATE', (message) => message.id === body.id);
    expect(heard).to.include({ webhook_id: id, guild_id: guild }).and.not.to.have.property('member');
  });

  it('changes and deletes what it said', async () => {
    const { id, token } = await make();
    const hook = `/webhooks/${id}/${token}`;
    const said = (await ask('POST', `${hook}?wait=true`, { content: 'first' })).body;
    const message = `${hook}/messages/${said.id}`;
    expect((await ask('PATCH', message, { content: 'second' })).body).to.include({ content: 'second' });
    expect((await ask('GET', message)).body).to.include({ content: 'second' });
    expect(await ask('DELETE', message)).to.include({ status: 204 });
    expect(await ask('GET', message)).to.deep.include({ status: 404 });
  });

  it('writes into threads of its channel, and opens them in a forum', async () => {
    const { id, token } = await make();
    const thread = sandbox.openThread({ channel: general, name: 'talk' }).id;
    const path = `/webhooks/${id}/${token}?wait=true`;
    const { body } = await ask('POST', `${path}&thread_id=${thread}`, { content: 'in here' });
    expect(body.channel_id).to.equal(thread);
    const help = channelId(guild, 'help');
    expect((await ask('POST', `${path}&thread_id=${help}`, { content: 'x' })).body).to.include({
      code: 10003,
    });
    const forum = sandbox.addChannel(guild, { name: 'questions', type: ChannelType.GuildForum }).id;
    const other = await make(forum);
    const opened = await ask('POST', `/webhooks/${other.id}/${other.token}?wait=true`, {
      content: 'How?',
      thread_name: 'A question',
    });
    expect(sandbox.world.channels.get(opened.body.channel_id)).to.include({
      name: 'A question',
      parentId: forum,
    });
  });

  it('is listed, renamed, shown and removed', async () => {
    client = await connectLibrary(sandbox, { intents: GatewayIntentBits.GuildWebhooks });
    const { id, token } = await make();
    await client.dispatch('WEBHOOKS_UPDATE', (data) => data.channel_id === general);
    const listed = Object(await rest.get(Routes.channelWebhooks(general)));
    expect(listed[0]).to.include({ id, token, name: 'News', guild_id: guild });
    expect(await rest.patch(Routes.webhook(id), { body: { name: 'Olds' } })).to.include({ name: 'Olds' });
    const bare = (await ask('GET', `/webhooks/${id}/${token}`)).body;
    expect(bare).to.include({ name: 'Olds' }).and.not.to.have.property('user');
    await rest.delete(Routes.webhook(id), { reason: 'done' });
    expect((await ask('POST', `/webhooks/${id}/${token}`, { content: 'x' })).body).to.include({
      code: 10015,
    });
    const [last] = sandbox.world.guilds.get(guild)?.auditLog.slice(-1) ?? [];
    expect(last).to.include({ action_type: 52, target_id: id, reason: 'done' });
  });

  it('cannot be made without Manage Webhooks', async () => {
    const refused = await rest
      .post(Routes.channelWebhooks(general), { body: { name: 'News' } })
      .catch((e) => e);
    expect(refused).to.include({ status: 403, code: 50013 });
  });
});
