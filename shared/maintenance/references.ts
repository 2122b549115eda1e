/** Types of the columns by which a table is walked, in the order of an index that is unique. */
type Key = Readonly<Record<string, 'bigint' | 'text' | 'timestamptz' | 'uuid'>>;

/** Columns that name a row of another table where no foreign key holds them to it. */
export interface Reference {
  table: string;
  key: Key;
  columns: readonly string[];
  to: { table: string; columns: readonly string[] };
  /** Of which rows; SQL over `page`. */
  where?: string;
}

const id = { id: 'bigint' } as const;
const inGuild = { guild_id: 'bigint', id: 'bigint' } as const;
const recorded = { at: 'timestamptz', id: 'uuid' } as const;
const guild = { columns: ['guild_id'], to: { table: 'guilds', columns: ['id'] } } as const;
const role = {
  columns: ['guild_id', 'role_id'],
  to: { table: 'guild_roles', columns: ['guild_id', 'id'] },
} as const;
const parent = {
  columns: ['guild_id', 'parent_id'],
  to: { table: 'guild_channels', columns: ['guild_id', 'id'] },
} as const;

/**
 * All that the orphan check looks at. What Discord names before we know it (people in cases, channels of messages) is no
 * reference: it may never come. Nor is a redirect in its clicks: they stay when it is removed.
 */
export const references: readonly Reference[] = [
  { table: 'audit_entries', key: id, ...guild },
  { table: 'operations', key: { id: 'text' }, ...guild },
  { table: 'failed_effects', key: id, ...guild },
  { table: 'bytes_roles', key: { guild_id: 'bigint', role_id: 'bigint' }, ...role },
  { table: 'squads', key: id, ...role },
  { table: 'guild_channels', key: inGuild, ...parent },
  { table: 'guild_threads', key: inGuild, ...parent },
  {
    table: 'former_squad_roles',
    key: { guild_id: 'bigint', user_id: 'bigint', role_id: 'bigint' },
    columns: ['guild_id', 'user_id'],
    to: { table: 'guild_members', columns: ['guild_id', 'user_id'] },
  },
  {
    table: 'automod_firings',
    key: id,
    columns: ['rule_id', 'rule_version'],
    to: { table: 'automod_rule_versions', columns: ['rule_id', 'version'] },
    where: `source = 'rule'`,
  },
  {
    table: 'moderation_cases',
    key: id,
    columns: ['guild_id'],
    to: { table: 'case_counters', columns: ['guild_id'] },
  },
  {
    table: 'error_occurrences',
    key: recorded,
    columns: ['error_id'],
    to: { table: 'route_errors', columns: ['id'] },
  },
];
