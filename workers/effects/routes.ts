import { grantRole } from './grant-role.ts';
import type { Kinds } from './kind.ts';
import { react } from './react.ts';
import { say } from './say.ts';

/** Everything that Discord is asked to do. A new kind is one entry, and one in `Effect` (shared/core/queues.ts). */
export const kinds = {
  react,
  say,
  'grant-role': grantRole,
} as const satisfies Kinds;
