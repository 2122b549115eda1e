import type { InteractionHandle } from '../index.ts';
import type { Answer, Ground, Refusal } from './ground.fixture.ts';

/** Answers to interactions. */
export const interactionRefusals: Refusal[] = [
  {
    name: 'an answer with a token that is not the interaction’s',
    rule: 'Receiving and Responding: Interaction Callback, “the unique token for that interaction”',
    answer: { rest: 'UnknownInteraction', status: 404 },
    provoke: async (ground) => answer(ground, { id: (await run(ground)).id, token: 'x' }, 5),
  },
  {
    name: 'an answer after more than three seconds',
    rule: 'Receiving and Responding: Interaction Callback, “an initial response within 3 seconds”',
    answer: { rest: 'UnknownInteraction', status: 404 },
    async provoke(ground) {
      const handle = await run(ground);
      ground.pass(3_001);
      return answer(ground, handle, 5);
    },
  },
  {
    name: 'a second answer',
    rule: 'Receiving and Responding: Create Interaction Response',
    answer: { rest: 'InteractionHasAlreadyBeenAcknowledged', status: 400 },
    provoke: async (ground) => answer(ground, await answered(ground), 4, { content: 'Again' }),
  },
  {
    name: 'an answer that says nothing',
    rule: 'Receiving and Responding: Interaction Callback Data Structure, Messages',
    answer: { rest: 'CannotSendAnEmptyMessage', status: 400 },
    provoke: async (ground) => answer(ground, await run(ground), 4, {}),
  },
  {
    name: 'an update where there is no message to update',
    rule: 'Receiving and Responding: Interaction Callback Type, “Only valid for component-based interactions”',
    answer: { rest: 'InvalidFormBodyOrContentType', status: 400 },
    provoke: async (ground) => answer(ground, await run(ground), 7, { content: 'New' }),
  },
  {
    name: 'a modal in answer to a modal',
    rule: 'Receiving and Responding: Interaction Callback Type, “Not available for MODAL_SUBMIT”',
    answer: { rest: 'InvalidFormBodyOrContentType', status: 400 },
    async provoke(ground) {
      const modal = await run(ground);
      await answer(ground, modal, 9, form(input('a')));
      return answer(ground, ground.sandbox.submit({ modal, fields: { a: 'x' } }), 9, form(input('a')));
    },
  },
  {
    name: 'suggestions in answer to a command that was run',
    rule: 'Receiving and Responding: Interaction Callback Type, “Respond to an autocomplete interaction”',
    answer: { rest: 'InvalidFormBodyOrContentType', status: 400 },
    provoke: async (ground) => answer(ground, await run(ground), 8, { choices: [] }),
  },
  {
    name: 'a message in answer to somebody who types',
    rule: 'Application Commands: Autocomplete',
    answer: { rest: 'InvalidFormBodyOrContentType', status: 400 },
    provoke: async (ground) => answer(ground, await typing(ground), 4, { content: 'x' }),
  },
  {
    name: 'more than 25 suggestions',
    rule: 'Receiving and Responding: Interaction Callback Data Structure, Autocomplete, “max of 25 choices”',
    answer: { rest: 'InvalidFormBodyOrContentType', status: 400 },
    provoke: async (ground) =>
      answer(ground, await typing(ground), 8, {
        choices: Array.from({ length: 26 }, (_, value) => ({ name: `${value}`, value })),
      }),
  },
  {
    name: 'suggestions of text for a number',
    rule: 'Application Commands: Application Command Option Choice Structure, “depends on the option type”',
    answer: { rest: 'InvalidFormBodyOrContentType', status: 400 },
    provoke: async (ground) =>
      answer(ground, await typing(ground), 8, { choices: [{ name: 'x', value: 'x' }] }),
  },
  {
    name: 'an Activity that the app does not have',
    rule: 'Receiving and Responding: Interaction Callback Type, LAUNCH_ACTIVITY “Only available for apps with Activities enabled”',
    answer: { rest: 'InvalidFormBodyOrContentType', status: 400 },
    provoke: async (ground) => answer(ground, await run(ground), 12),
  },
  {
    name: 'an update of a message that is gone',
    rule: 'Receiving and Responding: Interaction Callback Type, UPDATE_MESSAGE',
    answer: { rest: 'UnknownMessage', status: 404 },
    async provoke(ground) {
      const handle = await answered(ground);
      const message = await handle.message();
      const click = ground.sandbox.click({ message, user: ground.users.ada, customId: 'go' });
      ground.sandbox.remove(message);
      return answer(ground, click, 7, { content: 'New' });
    },
  },
  {
    name: 'a modal whose title is longer than 45 characters',
    rule: 'Receiving and Responding: Interaction Callback Data Structure, Modal, `title`',
    answer: { rest: 'InvalidFormBodyOrContentType', status: 400 },
    provoke: async (ground) =>
      answer(ground, await run(ground), 9, { ...form(input('a')), title: 'x'.repeat(46) }),
  },
  {
    name: 'a modal of six components',
    rule: 'Receiving and Responding: Interaction Callback Data Structure, Modal, “Between 1 and 5 (inclusive)”',
    answer: { rest: 'InvalidFormBodyOrContentType', status: 400 },
    provoke: async (ground) =>
      answer(ground, await run(ground), 9, form(...[...'abcdef'].map((id) => input(id)))),
  },
  {
    name: 'a modal with the same custom id twice',
    rule: 'Component Reference: Anatomy of a Component, Custom ID, “must be unique per component”',
    answer: { rest: 'InvalidFormBodyOrContentType', status: 400 },
    provoke: async (ground) => answer(ground, await run(ground), 9, form(input('a'), input('a'))),
  },
  {
    name: 'a disabled select in a modal',
    rule: 'Component Reference: String Select, “Using `disabled` in a modal will result in an error”',
    answer: { rest: 'InvalidFormBodyOrContentType', status: 400 },
    provoke: async (ground) =>
      answer(ground, await run(ground), 9, form({ type: 5, custom_id: 'a', disabled: true })),
  },
  {
    name: 'a required select from which nothing need be chosen',
    rule: 'Component Reference: String Select, “omitted or at least `1` if `required` is omitted or `true`”',
    answer: { rest: 'InvalidFormBodyOrContentType', status: 400 },
    provoke: async (ground) =>
      answer(ground, await run(ground), 9, form({ type: 5, custom_id: 'a', min_values: 0 })),
  },
  {
    name: 'a text input that wants more than it takes',
    rule: 'Component Reference: Text Input, `min_length` and `max_length`',
    answer: { rest: 'InvalidFormBodyOrContentType', status: 400 },
    provoke: async (ground) =>
      answer(ground, await run(ground), 9, form({ ...input('a'), min_length: 5, max_length: 4 })),
  },
  {
    name: 'a follow-up before any answer',
    rule: 'Receiving and Responding: Followup Messages',
    answer: { rest: 'UnknownWebhook', status: 404 },
    provoke: async (ground) => follow(ground, await run(ground)),
  },
  {
    name: 'a follow-up after 15 minutes',
    rule: 'Receiving and Responding: Followup Messages, “Interaction tokens are valid for 15 minutes”',
    answer: { rest: 'InvalidWebhookToken', status: 401 },
    async provoke(ground) {
      const handle = await answered(ground);
      ground.pass(15 * 60_000 + 1);
      return follow(ground, handle);
    },
  },
  {
    name: 'an edit of an answer that was deleted',
    rule: 'Receiving and Responding: Edit Original Interaction Response',
    answer: { rest: 'UnknownMessage', status: 404 },
    async provoke(ground) {
      const handle = await answered(ground);
      await original(ground, handle, 'DELETE');
      return original(ground, handle, 'PATCH', { content: 'New' });
    },
  },
];

async function run(ground: Ground): Promise<InteractionHandle> {
  await register(ground);
  return ground.sandbox.slash({ guild: ground.guild, user: ground.users.ada, name: 'run' });
}

async function typing(ground: Ground): Promise<InteractionHandle> {
  await register(ground);
  const order = { guild: ground.guild, user: ground.users.ada, name: 'run', focused: 'page' };
  return ground.sandbox.autocomplete(order);
}

function register({ ask, sandbox }: Ground): Promise<Answer> {
  const option = { type: 4, name: 'page', description: 'Which', autocomplete: true };
  const command = { name: 'run', description: 'Runs', options: [option] };
  return ask('POST', `/applications/${sandbox.applicationId}/commands`, command);
}

async function answered(ground: Ground): Promise<InteractionHandle> {
  const handle = await run(ground);
  const button = { type: 2, style: 1, label: 'Go', custom_id: 'go' };
  await answer(ground, handle, 4, { content: 'Done', components: [{ type: 1, components: [button] }] });
  return handle;
}

function answer(
  { ask }: Ground,
  { id, token }: { id: string; token: string },
  type: number,
  data?: unknown,
): Promise<Answer> {
  return ask('POST', `/interactions/${id}/${token}/callback`, { type, ...(data ? { data } : {}) });
}

function follow({ ask, sandbox }: Ground, { token }: InteractionHandle): Promise<Answer> {
  return ask('POST', `/webhooks/${sandbox.applicationId}/${token}`, { content: 'More' });
}

function original(
  { ask, sandbox }: Ground,
  { token }: InteractionHandle,
  method: string,
  body?: unknown,
): Promise<Answer> {
  return ask(method, `/webhooks/${sandbox.applicationId}/${token}/messages/@original`, body);
}

function form(...components: unknown[]) {
  const labelled = components.map((component) => ({ type: 18, label: 'Label', component }));
  return { custom_id: 'form', title: 'Form', components: labelled };
}

function input(custom_id: string) {
  return { type: 4, style: 1, custom_id };
}
