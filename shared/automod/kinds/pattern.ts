import { z } from 'zod';
import { kind } from '../kind.ts';
import { anyMatch } from './fields.ts';
import { patternFields, toPatterns } from './patterns-field.ts';

export const pattern = kind({
  title: 'Content pattern',
  description:
    'Fires when a pattern matches a message, as it was written or with look-alikes and invisible signs resolved by NFKC. Looks at edits as well.',
  on: 'message',
  edits: true,
  schema: z.object(patternFields),
  window: () => anyMatch,
  ready: toPatterns,
  checks: [
    {
      what: 'patterns',
      holds: ({ content }, patterns) => patterns.find(content) >= 0,
      why: ({ content }, patterns) => {
        const found = patterns.find(content);
        return found < 0 ? 'No pattern matches it.' : `Pattern ${found + 1} of ${patterns.count} matches it.`;
      },
    },
  ],
  explain: () => 'The message matches a pattern that is not allowed here.',
});
