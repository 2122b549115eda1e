import { hasRole, type Role } from '../../shared/accounts/rules.ts';
import type { Staff } from '../../shared/accounts/store.ts';
import { featureSettings } from '../../shared/settings/registry.ts';
import type { Guild } from '../../shared/sync/model.ts';
import type { Manager } from '../middleware/manager.ts';

/** Who looks, and where from. */
export interface Viewpoint {
  staff?: Pick<Staff, 'role'>;
  manager?: Pick<Manager, 'guild'>;
  /** The guild that the path names, and the role in it. */
  guild?: Pick<Guild, 'id'>;
  role?: Role;
  path: string;
}

export interface Link {
  href: string;
  text: string;
  icon: string;
  current: boolean;
}

type Entry = Omit<Link, 'current'> & { needs: Role | null };

/** Pages of a guild, below `/admin/guilds/:guildId`. A new one is an entry here. */
const ofGuild: readonly Entry[] = [
  { href: '', text: 'Overview', icon: 'overview', needs: 'viewer' },
  { href: '/members', text: 'Members', icon: 'members', needs: 'viewer' },
  { href: '/leaderboard', text: 'Leaderboard', icon: 'leaderboard', needs: 'viewer' },
  { href: '/ledger', text: 'Ledger', icon: 'ledger', needs: 'viewer' },
  { href: '/rewards', text: 'Role rewards', icon: 'rewards', needs: 'viewer' },
  { href: '/squads', text: 'Squads', icon: 'squads', needs: 'viewer' },
  { href: '/cases', text: 'Cases', icon: 'cases', needs: 'viewer' },
  { href: '/warnings', text: 'Warnings', icon: 'warnings', needs: 'viewer' },
  { href: '/reports', text: 'Reports', icon: 'reports', needs: 'viewer' },
  { href: '/appeals', text: 'Appeals', icon: 'appeals', needs: 'viewer' },
  { href: '/templates', text: 'Reasons', icon: 'templates', needs: 'viewer' },
  { href: '/failed-effects', text: 'Failed effects', icon: 'failed', needs: 'viewer' },
  { href: '/automod', text: 'Auto-moderation', icon: 'automod', needs: 'viewer' },
  { href: '/automod/firings', text: 'Firings', icon: 'firings', needs: 'viewer' },
  { href: '/files', text: 'Files', icon: 'files', needs: 'viewer' },
  ...featureSettings.map(({ feature, title }) => ({
    href: `/settings/${feature}`,
    text: `${title} settings`,
    icon: 'settings',
    needs: 'viewer' as const,
  })),
  { href: '/webhooks', text: 'Webhooks', icon: 'webhooks', needs: 'admin' },
  { href: '/sync', text: 'Sync', icon: 'sync', needs: 'viewer' },
  { href: '/settings/transfer', text: 'Import and export', icon: 'exchange', needs: 'viewer' },
  { href: '/audit', text: 'Log of changes', icon: 'changes', needs: 'moderator' },
];

/** Pages that are about no single guild. */
const ofPanel: readonly Entry[] = [
  { href: '/admin/dashboard', text: 'Dashboard', icon: 'dashboard', needs: 'admin' },
  { href: '/admin', text: 'Guilds', icon: 'guilds', needs: null },
  { href: '/admin/cases', text: 'Cases', icon: 'cases', needs: null },
  { href: '/admin/warnings', text: 'Warnings', icon: 'warnings', needs: null },
  { href: '/admin/failed-effects', text: 'Failed effects', icon: 'failed', needs: null },
  { href: '/admin/firings', text: 'Firings', icon: 'firings', needs: null },
  { href: '/admin/outage-days', text: 'Outage days', icon: 'outage', needs: 'admin' },
  { href: '/admin/analytics', text: 'Analytics', icon: 'analytics', needs: 'admin' },
  { href: '/admin/redirects', text: 'Redirects', icon: 'redirects', needs: 'admin' },
  { href: '/admin/errors', text: 'Errors', icon: 'errors', needs: 'admin' },
  { href: '/admin/database', text: 'Database', icon: 'database', needs: 'admin' },
  { href: '/admin/webhooks', text: 'Webhooks', icon: 'webhooks', needs: 'admin' },
  { href: '/admin/keys', text: 'API keys', icon: 'keys', needs: 'admin' },
  { href: '/admin/cluster', text: 'Cluster', icon: 'cluster', needs: 'admin' },
  { href: '/admin/queues', text: 'Queues', icon: 'queues', needs: 'admin' },
  { href: '/admin/jobs', text: 'Jobs', icon: 'jobs', needs: 'admin' },
  { href: '/api/docs', text: 'API docs', icon: 'docs', needs: 'admin' },
  { href: '/admin/audit', text: 'Audit', icon: 'audit', needs: 'admin' },
  { href: '/admin/staff', text: 'Staff', icon: 'staff', needs: 'owner' },
  { href: '/admin/styleguide', text: 'Style guide', icon: 'style', needs: 'owner' },
];

/** The same for who signed in with Discord. */
const ofManager: readonly Entry[] = [{ href: '/admin', text: 'Your servers', icon: 'guilds', needs: null }];

/** The links that this visitor may follow; of a guild only where it looks at one. */
export function navigate({ staff, manager, guild, role, path }: Viewpoint): {
  guild: Link[];
  panel: Link[];
} {
  const base = guild ? `/admin/guilds/${guild.id}` : '';
  const here = guild ? ofGuild.map((entry) => ({ ...entry, href: `${base}${entry.href}` })) : [];
  return {
    guild: open(here, role ?? null, path),
    panel: staff
      ? open(ofPanel, staff.role, path)
      : manager?.guild === null
        ? open(ofManager, null, path)
        : [],
  };
}

function open(entries: readonly Entry[], role: Role | null, path: string): Link[] {
  const allowed = entries.filter(({ needs }) => needs === null || hasRole(role, needs));
  const best = allowed
    .filter(({ href }) => path === href || (path.startsWith(`${href}/`) && !roots.test(href)))
    .toSorted((a, b) => b.href.length - a.href.length)[0];
  return allowed.map(({ href, text, icon }) => ({ href, text, icon, current: href === best?.href }));
}

/** Every page lies below these: they are current only themselves. */
const roots = /^\/admin(\/guilds\/\d+)?$/;
