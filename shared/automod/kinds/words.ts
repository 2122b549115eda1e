import { z } from 'zod';
import { kind } from '../kind.ts';
import { coreOf, Words } from '../words.ts';
import { anyMatch } from './fields.ts';

const Word = z
  .string()
  .trim()
  .max(100)
  .refine((word) => coreOf(word) !== '', 'this word is empty');

const schema = z.object({
  words: z.array(Word).max(500).default([]).meta({
    title: 'Words',
    description:
      'Words or phrases, one a line; only whole words count. * at the end or the beginning stands for the rest of a word: spam* finds “spammer”. Case, accents and look-alike letters make no difference.',
  }),
});

export const words = kind({
  title: 'Words',
  description: 'Fires when a message has a word or phrase of the list. Looks at edits as well.',
  on: 'message',
  edits: true,
  schema,
  window: () => anyMatch,
  ready: ({ words }) => new Words(words),
  checks: [
    {
      what: 'words',
      holds: ({ content }, list) => list.find(content.folded) >= 0,
      why: ({ content }, list) => {
        const found = list.find(content.folded);
        return found < 0 ? 'No word of the list is in it.' : `Word ${found + 1} of the list is in it.`;
      },
    },
  ],
  explain: () => 'A word in the message is not allowed here.',
});
