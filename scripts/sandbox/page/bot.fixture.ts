import { WebSocketShardEvents } from '@discordjs/ws';
import { type RESTPutAPIApplicationCommandsJSONBody, Routes } from 'discord-api-types/v10';
import type { Sandbox } from '../index.ts';
import { connectLibrary, type LibraryClient } from '../testing/library-client.ts';

const commands: RESTPutAPIApplicationCommandsJSONBody = [
  {
    name: 'bytes',
    description: 'The currency',
    options: [
      {
        type: 1,
        name: 'send',
        description: 'Give some away',
        options: [
          { type: 6, name: 'user', description: 'To whom', required: true },
          { type: 4, name: 'amount', description: 'How many', required: true, min_value: 1, max_value: 50 },
          { type: 5, name: 'quietly', description: 'Tell nobody' },
        ],
      },
      { type: 1, name: 'balance', description: 'How many you have' },
      { type: 1, name: 'mute', description: 'Is never answered' },
    ],
  },
  {
    name: 'article',
    description: 'Finds one',
    options: [{ type: 3, name: 'topic', description: 'Of what', required: true, autocomplete: true }],
  },
  { name: 'feedback', description: 'Opens a form' },
  { name: 'choices', description: 'Asks for some' },
  { name: 'About them', type: 2 },
  { name: 'Bookmark', type: 3 },
];

const button = { type: 2, style: 1, label: 'Again', custom_id: 'again' };
const colours = {
  type: 3,
  custom_id: 'colour',
  placeholder: 'A colour',
  options: [
    { label: 'Red', value: 'r' },
    { label: 'Blue', value: 'b' },
  ],
};
const somebody = { type: 5, custom_id: 'somebody', placeholder: 'Somebody' };
const row = (component: unknown) => ({ type: 1, components: [component] });
const form = {
  custom_id: 'feedback',
  title: 'What do you think?',
  components: [
    { type: 18, label: 'Title', component: { type: 4, custom_id: 'title', style: 1, min_length: 3 } },
    { type: 18, label: 'Colour', component: colours },
    { type: 18, label: 'Whom', component: { ...somebody, required: false } },
  ],
};

interface Data {
  name?: string;
  custom_id?: string;
  values?: string[];
  target_id?: string;
  components?: unknown;
  options?: { name: string; value?: unknown; options?: { name: string; value: unknown }[] }[];
}

const whisper = (content: string, more: object = {}) => ({ type: 4, data: { content, flags: 64, ...more } });

/** What the bot answers, by the command's name or the custom id. */
const answers: Record<string, (data: Data, type: number) => unknown> = {
  bytes({ options: [sub] = [] }) {
    if (sub?.name === 'mute') return null;
    if (sub?.name === 'balance')
      return whisper('You have **512** bytes', {
        embeds: [{ title: 'Balance', color: 0x12ab34, fields: [{ name: 'Streak', value: '4 days' }] }],
        components: [row(button)],
      });
    return {
      type: 4,
      data: {
        content: `sent ${JSON.stringify(Object.fromEntries((sub?.options ?? []).map(({ name, value }) => [name, value])))}`,
      },
    };
  },
  article({ options: [topic] = [] }, type) {
    const typed = String(topic?.value);
    const choices = ['generics', 'lifetimes', 'traits'].filter((name) => name.includes(typed));
    return type === 4
      ? { type: 8, data: { choices: choices.map((name) => ({ name, value: `topic:${name}` })) } }
      : { type: 4, data: { content: `the article ${typed}` } };
  },
  feedback: (data, type) =>
    type === 5 ? whisper(`got ${JSON.stringify(data.components)}`) : { type: 9, data: form },
  choices: () => ({ type: 4, data: { content: 'Choose', components: [row(colours), row(somebody)] } }),
  again: () => ({ type: 7, data: { content: 'once more', embeds: [], components: [] } }),
  colour: ({ values }) => whisper(`the colour ${values}`),
  somebody: ({ values }) => whisper(`chose ${values}`),
  'About them': ({ target_id }) => whisper(`about ${target_id}`),
  Bookmark: ({ target_id }) => whisper(`kept ${target_id}`),
};

/** A bot with a command of every kind, connected and registered when it resolves. */
export async function startBot(sandbox: Sandbox): Promise<LibraryClient> {
  const bot = await connectLibrary(sandbox);
  bot.manager.on(WebSocketShardEvents.Dispatch, ({ t, d }) => {
    if (t !== 'INTERACTION_CREATE') return;
    const data: Data = Object(d.data);
    const body = answers[data.name ?? data.custom_id ?? '']?.(data, d.type);
    if (body)
      bot.rest.post(Routes.interactionCallback(d.id, d.token), { body, auth: false }).catch(console.error);
  });
  await bot.rest.put(Routes.applicationCommands(sandbox.applicationId), { body: commands });
  return bot;
}
