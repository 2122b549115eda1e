import { z } from 'zod';
import { largestFile, SettingsDocument } from '../../shared/settings/document.ts';
import { exportDocument } from '../../shared/transfer/export.ts';
import { importDocument } from '../../shared/transfer/import.ts';
import { lists } from '../../shared/transfer/lists.ts';
import { planDocument } from '../../shared/transfer/plan.ts';
import { type Caller, hasScope } from '../http/caller.ts';
import { type Refusal, refuse, refuseInput } from '../http/problem.ts';
import { type AnyRoute, route } from '../http/route.ts';
import { InGuild } from './shapes.ts';

const Changes = z.array(
  z.object({ path: z.string(), label: z.string(), before: z.string(), after: z.string() }),
);
const Without = z.array(z.string()).describe('What of the file cannot be had in this guild, and is left out');
const Imported = z.object({
  /** What would change, or has. */
  saved: z.boolean(),
  features: z.array(z.object({ feature: z.string(), version: z.int(), changes: Changes, without: Without })),
  lists: z.array(
    z.object({
      list: z.string(),
      changes: Changes,
      without: Without,
    }),
  ),
});

const named = lists.map(({ list, resource }) => `\`${list}\` ${resource}`).join(', ');

/** All that a guild is set up with as one document: out, and in again. */
export const transferRoutes: AnyRoute[] = [
  route({
    method: 'get',
    path: '/guilds/:guildId/settings/export',
    summary: 'Export all settings',
    description: `With the lists that the key may read by itself: ${named}.`,
    scope: 'settings:read',
    params: InGuild,
    reply: SettingsDocument,
    handle: ({ params, caller }, deps) =>
      exportDocument(deps, params.guildId, deps.clock(), ({ resource }) =>
        hasScope(caller.scopes, `${resource}:read`),
      ),
  }),
  route({
    method: 'post',
    path: '/guilds/:guildId/settings/import',
    summary: 'Import settings',
    description: `All of it or, where something does not fit or changed meanwhile, nothing. Settings and lists that are left out stay as they are; a list that is there is made the same, and needs the scopes to read and to write it: ${named}.`,
    scope: 'settings:write',
    params: InGuild,
    query: z.object({
      dryRun: z.enum(['true', 'false']).default('false').describe('`true` only says what would change'),
    }),
    body: SettingsDocument,
    largest: largestFile,
    reply: Imported,
    problems: ['settings-conflict'],
    handle: async ({ params: { guildId }, query, body, by, caller }, deps) => {
      const beyond = refuseBeyond(caller, Object.keys(body.lists ?? {}));
      if (beyond) return beyond;
      const plan = await planDocument(deps, guildId, body, by);
      if (plan.is === 'refused') return refuseInput(...plan.faults.map(inBody));
      const isDry = query.dryRun === 'true';
      const order = { document: body, seen: plan };
      const result = isDry ? undefined : await importDocument(deps, guildId, order, by);
      if (result?.is === 'refused') return refuseInput(...result.faults.map(inBody));
      if (result?.is === 'conflict')
        return refuse('settings-conflict', { details: { feature: result.feature } });
      const features = plan.features.map(({ definition: { feature }, basedOn, changes, without }) => ({
        feature,
        version: result?.versions[feature] ?? basedOn,
        ...{ changes, without },
      }));
      const planned = plan.lists.map(({ list: { list }, changes, without }) => ({ list, changes, without }));
      return { saved: !isDry, features, lists: planned };
    },
  }),
];

const inBody = (fault: { path: string; message: string }) => ({ in: 'body' as const, ...fault });

/** `settings` does not stand for them. What would change tells what is there: writing alone is not enough. */
function refuseBeyond({ scopes }: Caller, given: readonly string[]): Refusal | undefined {
  const missing = lists
    .filter(({ list }) => given.includes(list))
    .flatMap(({ resource }) => [`${resource}:read`, `${resource}:write`] as const)
    .find((scope) => !hasScope(scopes, scope));
  return missing && refuse('missing-scope', { details: { scope: missing } });
}
