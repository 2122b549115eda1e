import { z } from 'zod';
import { SettingsDocument } from '../../shared/settings/document.ts';
import { exportSettings, importSettings, planImport } from '../../shared/settings/transfer.ts';
import { refuse } from '../http/problem.ts';
import { type AnyRoute, route } from '../http/route.ts';
import { InGuild } from './shapes.ts';

const Imported = z.object({
  /** What would change, or has. */
  saved: z.boolean(),
  features: z.array(
    z.object({
      feature: z.string(),
      version: z.int(),
      changes: z.array(
        z.object({ path: z.string(), label: z.string(), before: z.string(), after: z.string() }),
      ),
    }),
  ),
});

/** All settings of a guild as one document: out, and in again. */
export const transferRoutes: AnyRoute[] = [
  route({
    method: 'get',
    path: '/guilds/:guildId/settings/export',
    summary: 'Export all settings',
    scope: 'settings:read',
    params: InGuild,
    reply: SettingsDocument,
    handle: ({ params }, deps) => exportSettings(deps, params.guildId, deps.clock()),
  }),
  route({
    method: 'post',
    path: '/guilds/:guildId/settings/import',
    summary: 'Import settings',
    description:
      'All of it or, where something does not fit or changed meanwhile, nothing. What is left out stays as it is.',
    scope: 'settings:write',
    params: InGuild,
    query: z.object({
      dryRun: z.enum(['true', 'false']).default('false').describe('`true` only says what would change'),
    }),
    body: SettingsDocument,
    reply: Imported,
    problems: ['settings-conflict'],
    handle: async ({ params: { guildId }, query, body, by }, deps) => {
      const plan = await planImport(deps, guildId, body);
      if (plan.is === 'refused')
        return refuse('bad-input', {
          fields: plan.faults.map((fault) => ({ in: 'body' as const, ...fault })),
        });
      const isDry = query.dryRun === 'true';
      const result = isDry ? undefined : await importSettings(deps, guildId, plan.features, by);
      if (result?.is === 'conflict')
        return refuse('settings-conflict', { details: { feature: result.feature } });
      const features = plan.features.map(({ definition: { feature }, basedOn, changes }) => ({
        feature,
        version: result?.versions[feature] ?? basedOn,
        changes,
      }));
      return { saved: !isDry, features };
    },
  }),
];
