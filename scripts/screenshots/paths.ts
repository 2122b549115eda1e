import type { Page } from '../../web/http/page.ts';
import { pages, publicPages } from '../../web/pages/index.ts';
import type { Demo } from './demo.ts';

/** All that can be looked at: the panel's pages, and those served beside them. */
export const shown: Pick<Page, 'path' | 'access'>[] = [
  ...[...publicPages, ...pages].filter(({ method }) => method === 'get'),
  { path: '/api/docs', access: 'public' },
];

/** What stands for each parameter of a path. A new parameter needs a line here, and nothing else. */
const samples: Record<string, (demo: Demo) => string> = {
  guildId: ({ guildId }) => guildId,
  feature: () => 'bytes',
  version: () => '1',
  format: () => 'yaml',
  keyId: ({ keyId }) => keyId,
  staffId: ({ staff }) => staff.spare ?? '',
  accountId: ({ staff }) => staff.spare ?? '',
  userId: ({ userId }) => userId,
  entryId: ({ entryId }) => entryId,
  rowId: ({ rowId }) => rowId,
};

/** What a plain `:id` is the id of, by the segment before it. */
const ids: Record<string, keyof typeof samples> = {
  guilds: 'guildId',
  keys: 'keyId',
  staff: 'staffId',
  members: 'userId',
  users: 'userId',
  versions: 'version',
  ledger: 'rowId',
  'audit-entries': 'entryId',
};

/** A page's or route's path with everything filled in from the demo. */
export function fillPath(path: string, demo: Demo): string {
  return path.replace(/([^/]*)\/:(\w+)/g, (_, before: string, name: string) => {
    const sample = samples[name === 'id' ? (ids[before] ?? '') : name];
    if (sample) return `${before}/${encodeURIComponent(sample(demo))}`;
    throw new Error(`${path}: add a sample for ${before}/:${name} to scripts/screenshots/paths.ts`);
  });
}
