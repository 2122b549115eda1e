import { expect } from 'chai';
import type { Message } from '../index.ts';
import { type InteractionGround, openGround } from './ground.fixture.ts';

const row = (...components: unknown[]) => ({ type: 1, components });

describe('sandbox: components of messages', () => {
  let ground: InteractionGround;

  beforeEach(async () => {
    ground = await openGround();
  });
  afterEach(() => ground.stop());

  async function shown(data: Record<string, unknown>): Promise<Message> {
    const handle = ground.run();
    expect(await ground.answer(handle, 4, data)).to.include({ status: 204 });
    return handle.message();
  }
  const click = (message: Message, customId: string, values?: string[]) =>
    ground.sandbox.click({ message, user: ground.users.grace, customId, values });

  it('clicks buttons anywhere in a message of components alone', async () => {
    const text = { type: 10, content: 'Hello' };
    const button = (custom_id: string) => ({ type: 2, style: 1, label: 'Go', custom_id });
    const section = { type: 9, components: [text], accessory: button('beside') };
    const container = { type: 17, components: [text, row(button('inside')), section] };
    const message = await shown({ flags: 1 << 15, components: [container] });
    expect(await ground.event(click(message, 'inside'))).to.deep.include({
      data: { id: 4, custom_id: 'inside', component_type: 2 },
    });
    const event = await ground.event(click(message, 'beside'));
    expect(event).to.have.nested.property('member.user.username', 'grace');
    expect(event).to.have.nested.include({ 'message.id': message.id, 'message.flags': 1 << 15 });
  });

  it('clicks nothing for somebody who is timed out', async () => {
    const button = { type: 2, style: 1, label: 'Go', custom_id: 'go' };
    const message = await shown({ components: [row(button)] });
    ground.sandbox.timeout(ground.guild, ground.users.grace, 60);
    expect(() => click(message, 'go')).to.throw('timed out');
    ground.pass(61_000);
    click(message, 'go');
  });

  it('wakes an archived thread with a click, and clicks nothing in a locked one', async () => {
    const { sandbox, general, users } = ground;
    const { id } = sandbox.openThread({ channel: general, name: 'aside' });
    const button = { type: 2, style: 1, label: 'Go', custom_id: 'go' };
    const { body } = await ground.ask('POST', `/channels/${id}/messages`, { components: [row(button)] });
    const press = () => sandbox.click({ message: String(body.id), user: users.grace, customId: 'go' });
    sandbox.changeThread(id, { archived: true });
    press();
    expect(sandbox.world.channels.get(id)?.thread?.archived).to.equal(false);
    sandbox.changeThread(id, { locked: true });
    expect(press).to.throw('closed');
  });

  it('clicks what only one member sees long after the command is forgotten', async () => {
    const button = { type: 2, style: 1, label: 'Go', custom_id: 'go' };
    const { id } = await shown({ flags: 64, components: [row(button)] });
    const { sandbox, users } = ground;
    ground.pass(3_600_000);
    ground.run();
    expect(() => sandbox.click({ message: id, user: users.grace, customId: 'go' })).to.throw('visible to');
    const pressed = sandbox.click({ message: id, user: users.ada, customId: 'go' });
    await ground.answer(pressed, 7, { content: 'Later', components: [] });
    expect((await pressed.message()).content).to.equal('Later');
  });

  it('does not click what leads elsewhere', async () => {
    const link = { type: 2, style: 5, label: 'Docs', url: 'https://example.org' };
    const premium = { type: 2, style: 6, sku_id: '123' };
    const message = await shown({ components: [row(link, premium)] });
    expect(() => click(message, 'https://example.org')).to.throw('leads elsewhere');
    expect(() => click(message, '123')).to.throw('leads elsewhere');
  });

  it('chooses as many as a select lets it, or leaves it at its defaults', async () => {
    const options = ['a', 'b', 'c'].map((value) => ({ label: value, value, default: value === 'c' }));
    const select = { type: 3, custom_id: 'letters', options, min_values: 1, max_values: 2 };
    const { ada } = ground.users;
    const people = { type: 5, custom_id: 'people', default_values: [{ type: 'user', id: ada }] };
    const message = await shown({ components: [row(select), row(people)] });
    expect(() => click(message, 'letters', [])).to.throw('between 1 and 2');
    expect(() => click(message, 'letters', ['a', 'b', 'c'])).to.throw('between 1 and 2');
    expect(() => click(message, 'letters', ['a', 'a'])).to.throw('twice');
    expect(await ground.event(click(message, 'letters')))
      .to.have.nested.property('data.values')
      .eql(['c']);
    const { data } = Object(await ground.event(click(message, 'people')));
    expect(data.values).to.deep.equal([ada]);
    expect(data.resolved.users).to.have.property(ada);
  });

  it('resolves roles and channels, of the kinds that can be chosen', async () => {
    const kinds = [
      { type: 6, custom_id: 'role' },
      { type: 7, custom_id: 'either' },
      { type: 8, custom_id: 'channel', channel_types: [2] },
    ];
    const message = await shown({ components: kinds.map((kind) => row(kind)) });
    const { Veteran } = ground.roles;
    for (const customId of ['role', 'either'])
      expect(await ground.event(click(message, customId, [Veteran]))).to.have.nested.property(
        `data.resolved.roles.${Veteran}.name`,
        'Veteran',
      );
    expect(() => click(message, 'channel', [ground.general])).to.throw('kinds of channels');
  });

  it('clicks in direct messages', async () => {
    const run = ground.sandbox.slash({ user: ground.users.grace, name: 'run' });
    await ground.answer(run, 4, { components: [row({ type: 2, style: 1, label: 'Go', custom_id: 'go' })] });
    const message = await run.message();
    expect(await ground.event(click(message, 'go'))).to.have.nested.property('user.id', ground.users.grace);
    expect(() => ground.sandbox.click({ message, user: ground.users.ada, customId: 'go' })).to.throw(
      'direct',
    );
  });
});
