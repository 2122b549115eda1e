import type { KeyDraft, KeyView } from '../../shared/accounts/api-keys.ts';

/** In what two states of a key differ, as people read it. */
export function diffKeys(now: KeyDraft, typed: KeyDraft): { label: string; now: string; typed: string }[] {
  return labels
    .map(({ label, tell }) => ({ label, now: tell(now), typed: tell(typed) }))
    .filter((row) => row.now !== row.typed);
}

const labels: { label: string; tell(key: KeyDraft): string }[] = [
  { label: 'Name', tell: ({ name }) => name },
  { label: 'May', tell: ({ scopes }) => scopes.toSorted().join(', ') },
  { label: 'Guilds', tell: ({ guilds }) => guilds?.toSorted().join(', ') ?? 'every guild' },
  {
    label: 'Expires (UTC)',
    tell: ({ expiresAt }) => expiresAt?.toISOString().slice(0, 16).replace('T', ' ') ?? 'never',
  },
];

/** As many as are named, and whether there are more. */
export function listedKeys(keys: readonly Pick<KeyView, 'name' | 'prefix'>[], most: number) {
  return { keys: keys.slice(0, most), more: keys.length > most };
}
