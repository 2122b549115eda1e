import { expect } from 'chai';
import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ButtonStyle,
  ComponentType,
  InteractionContextType,
  TextInputStyle,
} from 'discord-api-types/v10';
import { z } from 'zod';
import { guildId, type Message as Posted, userId } from '../../scripts/sandbox/index.ts';
import type { Context } from '../context.ts';
import { type Answer, asked, type Message, refused, shown, updated } from './answer.ts';
import type { TestBot } from './bot.fixture.ts';
import { command } from './command.ts';
import { component, customId, modal, type Press } from './component.ts';
import { messageMenu, userMenu } from './menu.ts';
import { pager } from './pager.ts';
import { openPrompt, readPrompt } from './prompts.ts';
import { texts } from './texts.ts';

export const ada = userId('ada');
export const grace = userId('grace');
export const guild = guildId('Workshop');
export const stated = { default_member_permissions: null, contexts: [InteractionContextType.Guild] } as const;

interface Tried {
  press(press: Press, context: Context): Promise<Answer>;
  send(press: Press): Promise<Answer>;
  confirmed: string[];
}
const usual = (): Tried => ({
  press: async () => updated({ content: 'after' }),
  send: async () => shown({ content: 'sent' }),
  confirmed: [],
});

/** What a press of the button and sending the form do, set by each test; and which prompts were confirmed, by operation. */
export const tried: Tried = usual();

export function tryAnew(): void {
  Object.assign(tried, usual());
}

export const form = {
  custom_id: customId('try-form', 'x'),
  title: 'Form',
  components: [
    {
      type: ComponentType.Label as const,
      label: 'Word',
      component: { type: ComponentType.TextInput as const, custom_id: 'word', style: TextInputStyle.Short },
    },
  ],
};
export const confirm = component({
  name: 'try-prompt',
  state: z.string(),
  async run(press, { redis }) {
    const prompt = { id: press.state, kind: 'try', schema: z.object({ cost: z.number() }) };
    const read = await readPrompt(redis, prompt, press);
    const words = texts(press.locale);
    if (read.is === 'foreign') return refused(words.foreign(read.owner));
    if (read.is === 'expired') return updated({ content: words.expired });
    tried.confirmed.push(read.operation);
    return updated({ content: `paid ${read.data.cost}` });
  },
});
const numbers = pager({
  name: 'try-pages',
  replies: 'publicly',
  draw: async (_, __, cursor) => {
    const page = Number(cursor || 1);
    return {
      message: { content: `page ${page}` },
      previous: page > 1 ? String(page - 1) : undefined,
      next: page < 3 ? String(page + 1) : undefined,
    };
  },
});
const button = (id: string): Message => ({
  content: 'before',
  components: [
    {
      type: ComponentType.ActionRow,
      components: [
        { type: ComponentType.Button, style: ButtonStyle.Primary, label: 'Go', custom_id: id },
        { type: ComponentType.Button, style: ButtonStyle.Primary, label: 'Old', custom_id: 'gone:1' },
      ],
    },
  ],
});
const subcommand = { type: ApplicationCommandOptionType.Subcommand, description: 'For tests' } as const;
const word = { type: ApplicationCommandOptionType.String, description: 'Any', autocomplete: true } as const;
const commands = [
  command(
    {
      name: 'try',
      description: 'For tests',
      ...stated,
      options: [
        { ...subcommand, name: 'button' },
        { ...subcommand, name: 'prompt' },
        { ...subcommand, name: 'pages' },
        { ...subcommand, name: 'form' },
        { ...subcommand, name: 'word', options: [{ ...word, name: 'word' }] },
      ],
    },
    {
      button: { replies: 'publicly', run: async () => shown(button(customId('try-button', 'a:b'))) },
      prompt: {
        replies: 'publicly',
        async run({ id, user }, { redis, clock }) {
          const prompt = { id, now: clock(), kind: 'try', owner: user.id, data: { cost: 5 } };
          return shown(button(customId('try-prompt', await openPrompt(redis, prompt))));
        },
      },
      pages: { replies: 'publicly', run: (call, context) => numbers.open(call, context) },
      form: { replies: 'publicly', run: async () => asked(form) },
      word: {
        replies: 'privately',
        run: async ({ options }) => shown({ content: options.word }),
        suggest: {
          word: async ({ typed }) =>
            Array.from({ length: 30 }, (_, i) => ({ name: `${typed}${i}`, value: String(i) })),
        },
      },
    },
  ),
  userMenu(
    { type: ApplicationCommandType.User, name: 'try', ...stated },
    {
      replies: 'privately',
      run: async ({ target }) => shown({ content: `${target.username} ${target.member}` }),
    },
  ),
  messageMenu(
    { type: ApplicationCommandType.Message, name: 'try', ...stated },
    {
      replies: 'privately',
      run: async ({ target }) => shown({ content: `${target.author.username}: ${target.content}` }),
    },
  ),
];
export const table = {
  commands,
  components: [
    component({
      name: 'try-button',
      state: z.string(),
      run: (given, context) => tried.press(given, context),
    }),
    confirm,
    numbers.component,
  ],
  modals: [modal({ name: 'try-form', state: z.string(), run: (given) => tried.send(given) })],
};

/** How a test uses `/try` and presses what it shows. */
export function handsOn(bot: () => TestBot) {
  const idsOf = (message: Posted) =>
    [...JSON.stringify(message.components).matchAll(/"custom_id":"([^"]+)"/g)].map(([, id = '']) => id);
  const clickOn = (message: Posted, { user = ada, nth = 0 } = {}) =>
    bot().sandbox.click({ message, user, customId: idsOf(message)[nth] ?? '' });
  async function show(subcommand: string, user = ada): Promise<Posted> {
    const used = bot().sandbox.slash({ guild, user, name: 'try', subcommand });
    await bot().handle(used);
    return used.message();
  }
  return {
    idsOf,
    show,
    clickOn,
    async clicked(subcommand: string, which: { user?: string; nth?: number } = {}) {
      const message = await show(subcommand);
      return { message, click: clickOn(message, which) };
    },
    onScreen: ({ id, channel_id }: Posted) => bot().sandbox.world.channels.get(channel_id)?.messages.get(id),
  };
}

export async function rejected(work: Promise<unknown>): Promise<void> {
  const outcome = await work.then(
    () => 'resolved',
    () => 'rejected',
  );
  expect(outcome).to.equal('rejected');
}
