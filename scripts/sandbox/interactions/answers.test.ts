import { expect } from 'chai';
import { type InteractionGround, openGround } from './ground.fixture.ts';

const ephemeral = 64;

describe('sandbox: answers to interactions', () => {
  let ground: InteractionGround;

  beforeEach(async () => {
    ground = await openGround();
  });
  afterEach(() => ground.stop());

  const deeds = (id: string) =>
    ground.sandbox.deeds
      .filter(({ target }) => target === id)
      .map(({ is, by, more }) => ({ is, by, ...more }));

  it('says whose command a message answers', async () => {
    const run = ground.run();
    await ground.answer(run, 4, { content: 'Done' });
    const message = await run.message();
    expect(message).to.deep.include({ type: 20, webhook_id: ground.sandbox.applicationId });
    expect(message.interaction_metadata).to.deep.include({
      id: run.id,
      type: 2,
      authorizing_integration_owners: { 0: ground.guild },
    });
    expect(message.interaction).to.include({ id: run.id, name: 'run' });
    const follow = await ground.webhook(run, 'POST', '', { content: 'More', flags: ephemeral });
    expect(follow.body).to.include({ type: 19, flags: ephemeral });
    expect(follow.body).to.have.nested.include({
      'interaction_metadata.original_response_message_id': message.id,
      'message_reference.message_id': message.id,
    });
    const seen = ground.sandbox.world.channels.get(ground.general)?.messages;
    expect([...(seen?.keys() ?? [])], 'the follow-up is for one alone').to.deep.equal([message.id]);
  });

  it('keeps what was decided with the deferral', async () => {
    const run = ground.run();
    await ground.answer(run, 5, { flags: ephemeral });
    await ground.webhook(run, 'POST', '', { content: 'Found', flags: 0 });
    expect(await run.message()).to.include({ content: 'Found', flags: ephemeral });
    expect(run).to.deep.include({ ephemeral: true, followUps: [] });
    await ground.webhook(run, 'POST', '', { content: 'And for all' });
    expect(run.followUps.map(({ flags }) => flags)).to.deep.equal([0]);
  });

  it('turns a deferral into components alone', async () => {
    const run = ground.run();
    await ground.answer(run, 5);
    const components = [{ type: 10, content: 'Text' }];
    await ground.webhook(run, 'PATCH', '/messages/@original', { components, flags: 1 << 15 });
    expect(await run.message()).to.include({ flags: 1 << 15 });
  });

  it('edits the message of a button after a deferred update', async () => {
    const run = ground.run();
    const button = { type: 2, style: 1, label: 'Go', custom_id: 'go' };
    await ground.answer(run, 4, { flags: ephemeral, components: [{ type: 1, components: [button] }] });
    const message = await run.message();
    const click = ground.sandbox.click({ message, user: ground.users.ada, customId: 'go' });
    await ground.answer(click, 6);
    await ground.webhook(click, 'POST', '', { content: 'Beside', flags: ephemeral });
    await ground.webhook(click, 'PATCH', '/messages/@original', { content: 'Gone', components: [] });
    expect(message).to.deep.include({ content: 'Gone', components: [], flags: ephemeral });
    expect(click.followUps[0]).to.have.nested.include({
      content: 'Beside',
      'interaction_metadata.interacted_message_id': message.id,
    });
    await ground.webhook(click, 'DELETE', '/messages/@original');
    expect(await ground.webhook(click, 'GET', '/messages/@original')).to.include({
      status: 404,
      code: 10008,
    });
  });

  it('mentions users by default, and no roles', async () => {
    const run = ground.run();
    await ground.answer(run, 4, { content: `<@${ground.users.grace}> <@&${ground.roles.Staff}> @everyone` });
    const { mentions, mention_roles, mention_everyone } = await run.message();
    expect(mentions.map(({ username }) => username)).to.deep.equal(['grace']);
    expect({ mention_roles, mention_everyone }).to.deep.equal({ mention_roles: [], mention_everyone: false });
  });

  it('shows its message in the reply where that is asked for', async () => {
    const ask = async (type: number, data?: unknown) => {
      const { id, token } = ground.run();
      const path = `/interactions/${id}/${token}/callback?with_response=true`;
      return (await ground.ask('POST', path, { type, data })).body;
    };
    const said = await ask(4, { content: 'Done', flags: ephemeral });
    expect(said.interaction).to.include({
      type: 2,
      response_message_ephemeral: true,
      guild_id: ground.guild,
    });
    expect(said).to.have.nested.include({ 'resource.type': 4, 'resource.message.content': 'Done' });
    const deferred = await ask(5);
    expect(deferred).to.have.nested.property('interaction.response_message_loading', true);
    expect(deferred).to.not.have.property('resource');
  });

  it('puts on record who started it, and what the bot answered', async () => {
    const run = ground.run();
    await ground.answer(run, 5);
    await ground.webhook(run, 'PATCH', '/messages/@original', { content: 'Done' });
    await ground.webhook(run, 'PATCH', '/messages/@original', { content: 'Really' });
    const { botId } = ground.sandbox;
    const channel = ground.general;
    expect(deeds(run.id)).to.deep.equal([
      { is: 'interaction', by: ground.users.ada, type: 2, name: 'run', channel },
      { is: 'answer', by: botId, channel, type: 5 },
      { is: 'answer', by: botId, channel, filled: true },
    ]);
  });

  it('tells other processes how it stands', async () => {
    const state = async ({ id }: { id: string }) => {
      const body = JSON.stringify({ id });
      const reply = await fetch(`${ground.sandbox.page}control/interaction`, { method: 'POST', body });
      return Object(await reply.json()).state;
    };
    const run = ground.run();
    expect(await state(run)).to.equal('waiting');
    await ground.answer(run, 5);
    expect(await state(run)).to.equal('thinking');
    await ground.webhook(run, 'PATCH', '/messages/@original', { content: 'Done' });
    expect(await state(run)).to.equal('answered');
    const lost = ground.run();
    ground.pass(3_001);
    expect(await state(lost)).to.equal('failed');
  });
});
