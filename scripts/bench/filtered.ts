import type { Demo } from '../screenshots/demo.ts';

const member = ['member=:user', 'member=kamori', 'member=x'];
const days = ['to=:long-ago', 'from=:long-ago&to=:long-ago'];

/** What lists are also asked for: each filter by itself, what is common and what is rare. `:user`: the busy member. */
const queries: Record<string, readonly string[]> = {
  '/admin': ['search=guild', 'sort=-members', 'sort=members'],
  '/admin/search': ['q=kamori', 'q=a', 'q=:user'],
  '/admin/guilds/:guildId/members': [
    ...[
      'search=ka',
      'search=:user',
      'state=left',
      'state=timed-out',
      'sort=joined',
      'sort=balance',
      'role=:role',
    ],
    ...['search=ka&sort=balance', 'role=:role&sort=balance', 'state=left&sort=joined'],
  ],
  '/admin/guilds/:guildId/ledger': [
    ...member,
    ...days,
    'kind=transfer',
    'kind=refund',
    'kind=admin&to=:long-ago',
  ],
  '/admin/guilds/:guildId/cases': [
    'find=:user',
    'by=grace',
    'kind=unban',
    'state=open',
    'state=failed',
    'find=1200',
    ...days,
  ],
  '/admin/cases': [
    'find=:user',
    'by=grace',
    'kind=unban',
    'state=open',
    'state=failed',
    'guild=:guild',
    ...days,
  ],
  '/admin/guilds/:guildId/warnings': [...member, 'state=active', 'state=expired', 'state=withdrawn'],
  '/admin/warnings': [...member, 'state=active', 'state=expired', 'state=withdrawn'],
  '/admin/guilds/:guildId/reports': [...member, 'state=open', 'state=dismissed'],
  '/admin/guilds/:guildId/appeals': [...member, 'state=open', 'state=accepted'],
  '/admin/guilds/:guildId/automod/firings': [
    ...member,
    ...days,
    'outcome=absorbed',
    'kind=invites',
    'rule=discord',
  ],
  '/admin/firings': [...member, ...days, 'outcome=absorbed', 'kind=invites', 'rule=discord'],
  '/admin/guilds/:guildId/files/attachments': [...member, ...days, 'extension=zip', 'decision=warn'],
  '/admin/guilds/:guildId/audit': ['actor=staff:1', 'actor=system', 'action=key.created', 'action=nothing'],
  '/admin/audit': ['actor=staff:1', 'actor=system', 'action=key.created', 'action=nothing', 'guild=:guild'],
  '/admin/analytics/views': [
    'ip=10.0.0.9',
    'ip=10.9.9.9',
    'ip=10.0.0.0/16',
    'route=/admin/audit',
    'route=none',
    'by=bots',
  ],
  '/admin/analytics': ['period=7d', 'period=30d'],
  '/admin/dashboard': ['period=7d', 'period=30d'],
  '/admin/jobs': ['id=:user', 'id=:guild', 'queue=events', 'outcome=quarantined', 'outcome=dropped'],
  '/admin/errors': ['state=resolved', 'period=30d', 'told=nothing'],
};

/** The queries that a page is asked with besides. */
export function filteredOf(path: string, demo: Demo, now: number): string[] {
  const values: Record<string, string> = {
    user: demo.userId,
    role: demo.roleId,
    guild: demo.guildId,
    'long-ago': new Date(now - 120 * 86_400_000).toISOString().slice(0, 10),
  };
  return (queries[path] ?? []).map((query) =>
    query.replace(/:([a-z-]+)/g, (all, name: string) => values[name] ?? all),
  );
}
