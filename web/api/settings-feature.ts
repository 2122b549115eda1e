import { z } from 'zod';
import type { Snowflake } from '../../shared/core/snowflake.ts';
import type { SettingsDefinition, SettingsSchema, Values } from '../../shared/settings/definition.ts';
import { type Order, restoreVersion, type Saved, saveSettings } from '../../shared/settings/store.ts';
import { readSettings } from '../../shared/settings/stored.ts';
import { selectVersions, toVersion } from '../../shared/settings/versions.ts';
import { listQuery, pageOf, readPage } from '../http/list.ts';
import { type Refusal, refuse, refuseInput } from '../http/problem.ts';
import { type AnyRoute, type ApiDeps, type Reply, reply, route } from '../http/route.ts';
import { settingsPatch } from './settings-patch.ts';
import { InGuild } from './shapes.ts';

const AtVersion = InGuild.extend({ version: z.coerce.number().int().min(1).max(2_147_483_647) });
const Actor = z.object({ kind: z.string(), id: z.string().optional(), name: z.string() });
const orders = { '-version': { column: 'version', desc: true } } as const;

const VersionsQuery = listQuery(orders, {
  actor: z.enum(['staff', 'key', 'member', 'system']).optional().describe('Who saved it'),
});

/** One feature's settings as a resource with versions; the ETag is the version, 0 for defaults. */
export function routeFeature<S extends SettingsSchema>(definition: SettingsDefinition<S>): AnyRoute[] {
  const { feature, title, schema } = definition;
  const path = `/guilds/:guildId/settings/${feature}` as const;
  const scope = { read: `settings:read`, write: 'settings:write' } as const;
  const write = { params: InGuild, scope: scope.write, versioned: true, reply: schema } as const;
  const Version = z.object({
    version: z.int(),
    at: z.iso.datetime(),
    actor: Actor,
    note: z.string().nullable(),
    values: schema,
  });
  return [
    route({
      method: 'get',
      path,
      summary: `Read the settings of ${title}`,
      scope: scope.read,
      params: InGuild,
      reply: schema,
      handle: async ({ params }, deps) => {
        const { values, version } = await readSettings(deps, definition, params.guildId);
        return reply(values as z.input<S>, { etag: String(version) });
      },
    }),
    route({
      ...write,
      method: 'put',
      path,
      summary: `Replace the settings of ${title}`,
      description: 'A field that is left out takes its default. Every process obeys within a second.',
      body: schema,
      handle: ({ params, body, match, by }, deps) =>
        save(deps, definition, params.guildId, { values: body, basedOn: versionIn(match), by }),
    }),
    route({
      ...write,
      method: 'patch',
      path,
      summary: `Change settings of ${title}`,
      description: 'A field that is left out stays as it is; a list is replaced whole.',
      body: settingsPatch(schema),
      handle: ({ params, body, match, by }, deps) => {
        const values = (current: Values<S>) => ({ ...current, ...body });
        return save(deps, definition, params.guildId, { values, basedOn: versionIn(match), by });
      },
    }),
    route({
      method: 'get',
      path: `${path}/versions`,
      summary: `List the versions of the settings of ${title}`,
      scope: scope.read,
      params: InGuild,
      query: VersionsQuery,
      reply: pageOf(Version),
      handle: ({ params, query }, deps) => {
        const versions = selectVersions(deps, definition, params.guildId).select('*');
        if (query.actor) versions.where('actor_kind', query.actor);
        return readPage(versions, orders, query, (row) => {
          const version = toVersion(definition, row);
          return { ...version, at: version.at.toISOString() } as z.input<typeof Version>;
        });
      },
    }),
    route({
      ...write,
      method: 'post',
      path: `${path}/versions/:version/restore`,
      summary: `Restore a version of the settings of ${title}`,
      description: 'Saves what they were then as a new version; fields that came since take their defaults.',
      params: AtVersion,
      handle: async ({ params: { guildId, version }, match, by }, deps) => {
        const order = { version, basedOn: versionIn(match), by };
        const saved = await restoreVersion(deps, definition, guildId, order);
        return saved.is === 'missing' ? refuse('not-found') : answer(saved, order.basedOn);
      },
    }),
  ];
}

async function save<S extends SettingsSchema>(
  deps: ApiDeps,
  definition: SettingsDefinition<S>,
  guild: Snowflake,
  order: Order<S> & { basedOn: number },
): Promise<Reply<z.input<S>> | Refusal> {
  return answer(await saveSettings(deps, definition, guild, order), order.basedOn);
}

/** What an ETag of ours names. Else NaN, which is based on no version: `0x1` and `1.0` are not version 1. */
function versionIn(match: string | null): number {
  return /^(0|[1-9]\d{0,9})$/.test(match ?? '') ? Number(match) : Number.NaN;
}

/** A conflict says what is there by now, so that the client can merge without asking again. */
function answer<S extends SettingsSchema>(saved: Saved<S>, basedOn: number): Reply<z.input<S>> | Refusal {
  if (saved.is === 'foreign')
    return refuseInput(...saved.faults.map((fault) => ({ in: 'body' as const, ...fault })));
  const isUnfit = Number.isNaN(basedOn); // a conflict, or there was nothing to change: it never saves
  if (saved.is !== 'conflict' && isUnfit)
    return refuse('precondition-failed', { headers: { ETag: `"${saved.version}"` } });
  if (saved.is !== 'conflict') return reply(saved.values as z.input<S>, { etag: String(saved.version) });
  const { at, ...current } = saved.current;
  return refuse('precondition-failed', {
    details: { basedOn, current: { ...current, at: at.toISOString() } },
    headers: { ETag: `"${current.version}"` },
  });
}
