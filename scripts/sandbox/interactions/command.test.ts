import { expect } from 'chai';
import { type InteractionGround, openGround } from './ground.fixture.ts';

const about = { description: 'Something' };

describe('sandbox: options of commands', () => {
  let ground: InteractionGround;

  beforeEach(async () => {
    ground = await openGround();
    await ground.register(
      {
        name: 'show',
        ...about,
        options: [
          { type: 11, name: 'file', ...about },
          { type: 9, name: 'whom', ...about },
          { type: 7, name: 'where', ...about, channel_types: [0] },
          { type: 10, name: 'ratio', ...about, max_value: 1 },
          { type: 5, name: 'loud', ...about },
          { type: 3, name: 'size', ...about, choices: [{ name: 'Small', value: 's' }] },
        ],
      },
      {
        name: 'find',
        ...about,
        options: [
          { type: 3, name: 'word', ...about, required: true, autocomplete: true, min_length: 3 },
          { type: 4, name: 'page', ...about, autocomplete: true },
          { type: 3, name: 'plain', ...about },
        ],
      },
      { name: 'Quote', type: 3 },
    );
  });
  afterEach(() => ground.stop());

  const show = (options: Record<string, string | number | boolean>) =>
    ground.sandbox.slash({ guild: ground.guild, user: ground.users.grace, name: 'show', options });
  const type = (focused: string, options: Record<string, string | number>) =>
    ground.sandbox.autocomplete({
      guild: ground.guild,
      user: ground.users.grace,
      name: 'find',
      focused,
      options,
    });

  it('attaches files by name and size', async () => {
    const attach = (size: number) =>
      ground.sandbox.slash({
        guild: ground.guild,
        user: ground.users.grace,
        name: 'show',
        attachments: { file: { filename: 'cat.png', size } },
      });
    const { data } = Object(await ground.event(attach(512)));
    const [option] = data.options;
    expect(data.resolved.attachments[option.value]).to.include({
      filename: 'cat.png',
      size: 512,
      ephemeral: true,
    });
    expect(() => attach(11_000_000)).to.throw('larger than');
    expect(() => show({ file: 'cat.png' })).to.throw('takes a file');
  });

  it('resolves users, roles and channels', async () => {
    const { grace, ada } = ground.users;
    const { data } = Object(await ground.event(show({ whom: ada, where: ground.general })));
    expect(data.resolved.users[ada]).to.include({ username: 'ada' });
    expect(data.resolved.members[ada])
      .to.include.keys('permissions', 'roles')
      .and.not.have.any.keys('user', 'deaf', 'mute');
    expect(data.resolved.channels[ground.general]).to.include({
      name: 'general',
      type: 0,
      guild_id: ground.guild,
    });
    const { data: again } = Object(await ground.event(show({ whom: ground.roles.Staff })));
    expect(again.resolved.roles[ground.roles.Staff]).to.include({ name: 'Staff' });
    expect(() => show({ whom: '1' })).to.throw('no user 1');
    const talk = ground.sandbox.world.channels.get(ground.general);
    if (talk) talk.type = 2;
    expect(() => show({ where: ground.general })).to.throw('kinds of channels');
    ground.sandbox.changeChannel(ground.guild, ground.general, {
      overwrites: [{ id: grace, type: 1, allow: '0', deny: '1024' }],
    });
    expect(() => show({ whom: ada })).to.throw('may not use commands');
  });

  it('takes values of each option’s own type', () => {
    expect(() => show({ ratio: 1.1 })).to.throw('more than 1');
    expect(() => show({ ratio: -(2 ** 54) })).to.throw('less than');
    expect(() => show({ loud: 'yes' })).to.throw('must be a boolean');
    expect(() => show({ size: 'xl' })).to.throw('not one of the choices');
    expect(() => show({ size: '' })).to.throw('not one of the choices');
    show({ ratio: 0.5, loud: true, size: 's' });
  });

  it('suggests while somebody types, and takes what was not suggested', async () => {
    const typing = type('word', { word: 'x', page: 2 });
    expect(await ground.event(typing))
      .to.have.nested.property('data.options')
      .that.deep.equals([
        { name: 'word', type: 3, value: 'x', focused: true },
        { name: 'page', type: 4, value: 2 },
      ]);
    await ground.answer(typing, 8, { choices: [{ name: 'Fox', value: 'fox' }] });
    expect(await typing.choices()).to.deep.equal([{ name: 'Fox', value: 'fox' }]);
    expect(() => type('plain', {})).to.throw('suggests nothing');
    expect(() => type('absent', {})).to.throw('no option absent');
    const find = (word: string) =>
      ground.sandbox.slash({
        guild: ground.guild,
        user: ground.users.grace,
        name: 'find',
        options: { word },
      });
    expect(await ground.event(find('badger'))).to.have.nested.property('data.options[0].value', 'badger');
    expect(() => find('x')).to.throw('less than 3');
  });

  it('picks a context menu entry on a message where it is', async () => {
    const { grace, ada } = ground.users;
    const message = ground.sandbox.message({ guild: ground.guild, author: ada, content: 'wise words' });
    const picked = ground.sandbox.menu({
      guild: ground.guild,
      user: grace,
      name: 'Quote',
      target: message.id,
    });
    const event = await ground.event(picked);
    expect(event).to.include({ channel_id: ground.general });
    expect(event).to.have.nested.property(`data.resolved.messages.${message.id}.content`, 'wise words');
    await ground.answer(picked, 4, { content: 'Quoted' });
    expect(await picked.message())
      .to.deep.include({ type: 23 })
      .and.have.nested.include({
        'interaction_metadata.target_message_id': message.id,
        'message_reference.message_id': message.id,
      });
    expect(() =>
      ground.sandbox.menu({ guild: ground.guild, user: grace, name: 'Quote', target: ada }),
    ).to.throw('no context menu entry');
  });
});
