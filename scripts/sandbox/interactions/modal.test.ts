import { expect } from 'chai';
import { type InteractionGround, openGround } from './ground.fixture.ts';

const label = (component: unknown) => ({ type: 18, label: 'Label', component });

describe('sandbox: modals', () => {
  let ground: InteractionGround;

  beforeEach(async () => {
    ground = await openGround();
  });
  afterEach(() => ground.stop());

  async function opened(...components: unknown[]) {
    const handle = ground.run();
    const modal = { custom_id: 'form', title: 'Form', components };
    expect(await ground.answer(handle, 9, modal)).to.include({ status: 204 });
    return handle;
  }
  const sent = async (order: Parameters<InteractionGround['sandbox']['submit']>[0]) =>
    Object(await ground.event(ground.sandbox.submit(order))).data;

  it('sends back what was written, chosen, checked and uploaded', async () => {
    const options = ['a', 'b'].map((value) => ({ label: value, value }));
    const modal = await opened(
      { type: 10, content: 'Please' },
      label({ type: 4, custom_id: 'text', style: 2 }),
      label({ type: 3, custom_id: 'letters', options, max_values: 2 }),
      label({ type: 5, custom_id: 'people' }),
      label({ type: 19, custom_id: 'files', max_values: 2 }),
    );
    const { ada } = ground.users;
    const data = await sent({
      modal,
      fields: { text: 'Hello' },
      values: { letters: ['a', 'b'], people: [ada] },
      attachments: { files: [{ filename: 'cat.png', size: 9 }] },
    });
    const [text, written, chosen, people, files] = data.components;
    expect(text).to.deep.equal({ type: 10, id: 1 });
    expect(written.component).to.deep.include({ type: 4, custom_id: 'text', value: 'Hello' });
    expect(chosen.component).to.deep.include({ type: 3, values: ['a', 'b'] });
    expect(people.component).to.deep.include({ type: 5, values: [ada] });
    expect(data.resolved.users).to.have.property(ada);
    expect(data.resolved.attachments[files.component.values[0]]).to.include({ filename: 'cat.png', size: 9 });
  });

  it('has boxes and radio buttons', async () => {
    const options = ['a', 'b'].map((value) => ({ label: value, value }));
    const modal = await opened(
      label({ type: 21, custom_id: 'one', options, required: false }),
      label({ type: 22, custom_id: 'some', options }),
      label({ type: 23, custom_id: 'yes', default: true }),
    );
    const values = async (order: object) =>
      (await sent({ modal, ...order })).components.map(
        ({ component: { value, values } }: never) => value ?? values,
      );
    expect(await values({ values: { some: ['a', 'b'] } })).to.deep.equal([undefined, ['a', 'b'], true]);
    expect(await values({ values: { one: ['b'], some: ['a'] }, fields: { yes: false } })).to.deep.equal([
      'b',
      ['a'],
      false,
    ]);
    expect(() => ground.sandbox.submit({ modal })).to.throw('between 1 and 2');
  });

  it('asks for what is required, in the lengths it wants', async () => {
    const modal = await opened(
      label({ type: 4, custom_id: 'text', style: 1, min_length: 2, max_length: 3 }),
      label({ type: 4, custom_id: 'more', style: 1, required: false, value: 'filled in' }),
    );
    const submit = (fields: Record<string, string>) => () => ground.sandbox.submit({ modal, fields });
    expect(submit({})).to.throw('required');
    expect(submit({ text: 'x' })).to.throw('length of text');
    expect(submit({ text: 'xxxx' })).to.throw('length of text');
    expect(submit({ text: 'xx', other: 'x' })).to.throw('no field other');
    const { components } = await sent({ modal, fields: { text: 'xx' } });
    expect(components[1].component).to.include({ value: 'filled in' });
  });

  it('closes when it is answered, and says what opened it', async () => {
    const modal = await opened(label({ type: 4, custom_id: 'text', style: 1, required: false }));
    const lost = ground.sandbox.submit({ modal });
    expect(await lost.message(1).catch(() => 'unanswered')).to.equal('unanswered');
    const submitted = ground.sandbox.submit({ modal });
    await ground.answer(submitted, 4, { content: 'Thanks' });
    expect(await submitted.message()).to.have.nested.include({
      'interaction_metadata.triggering_interaction_metadata.id': modal.id,
    });
    expect(() => ground.sandbox.submit({ modal })).to.throw('no modal open');
  });

  it('updates the message whose button opened it', async () => {
    const run = ground.run();
    const button = { type: 2, style: 1, label: 'Ask', custom_id: 'ask' };
    await ground.answer(run, 4, { components: [{ type: 1, components: [button] }] });
    const message = await run.message();
    const click = ground.sandbox.click({ message, user: ground.users.grace, customId: 'ask' });
    const input = label({ type: 4, custom_id: 'text', style: 1 });
    await ground.answer(click, 9, { custom_id: 'form', title: 'Form', components: [input] });
    const submitted = ground.sandbox.submit({ modal: click, fields: { text: 'Hi' } });
    expect(await ground.event(submitted)).to.have.nested.property('message.id', message.id);
    await ground.answer(submitted, 7, { content: 'Hi', components: [] });
    expect(message).to.include({ content: 'Hi' });
  });
});
