import { announceRole } from './announce-role.ts';
import { grantRole } from './grant-role.ts';
import type { Kinds } from './kind.ts';
import { react } from './react.ts';
import { say } from './say.ts';
import { squadRole } from './squad-role.ts';

/** Everything that Discord is asked to do. A new kind is one entry, and one in `Effect` (shared/core/queues.ts). */
export const kinds = {
  react,
  say,
  'grant-role': grantRole,
  'announce-role': announceRole,
  'squad-role': squadRole,
} as const satisfies Kinds;
