import { z } from 'zod';
import { reserved } from './reserved.ts';

const unfit = 'Only the letters a to z, digits, - and _; a letter or a digit first; 64 characters at most.';

/** Of a short link, in lower case: /Name and /name are one. Letters of other alphabets could be mistaken for these. */
export const RedirectName = z
  .string('Type a name.')
  .trim()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/, { error: unfit, abort: true })
  .toLowerCase()
  .refine((name) => !reserved.has(name), 'The site itself has this address.');
