import type { Refusal } from './ground.fixture.ts';

/** Messages, reactions and direct messages. */
export const messageRefusals: Refusal[] = [
  {
    name: 'a message of nothing',
    rule: 'Message: Create Message, “one of content, embeds, sticker_ids, components, files, or poll”',
    answer: { rest: 'CannotSendAnEmptyMessage', status: 400 },
    provoke: ({ ask, general }) => ask('POST', `/channels/${general}/messages`, { content: '' }),
  },
];
