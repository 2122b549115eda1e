import type { AnyRoute } from '../http/route.ts';
import { auditRoutes } from './audit-entries.ts';
import { authRoutes } from './auth.ts';
import { channelRoutes } from './channels.ts';
import { guildRoutes } from './guilds.ts';
import { ledgerRoutes } from './ledger.ts';
import { memberRoutes } from './members.ts';
import { roleRoutes } from './roles.ts';
import { setUpRoutes } from './set-up.ts';
import { settingsRoutes } from './settings.ts';
import { syncRoutes } from './sync-runs.ts';
import { userRoutes } from './users.ts';

/** Every route of the API. A new resource is a file beside this one and its name here. */
export const apiRoutes: AnyRoute[] = [
  ...authRoutes,
  ...guildRoutes,
  ...setUpRoutes,
  ...roleRoutes,
  ...channelRoutes,
  ...memberRoutes,
  ...userRoutes,
  ...syncRoutes,
  ...ledgerRoutes,
  ...settingsRoutes,
  ...auditRoutes,
];

/** What a key can be given: `read` and `write` stand for all of theirs. */
export const apiScopes: string[] = [
  'read',
  'write',
  ...new Set(apiRoutes.map(({ scope }) => scope).filter((scope) => scope !== 'public')),
];
