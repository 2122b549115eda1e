import { z } from 'zod';
import { kindNames } from '../../shared/automod/kinds/registry.ts';
import { modes } from '../../shared/automod/rule.ts';
import { AutoModRule, AutoModRuleVersion } from '../../shared/automod/rule-model.ts';
import * as rules from '../../shared/automod/rules.ts';
import { readRule } from '../../shared/automod/stored-rule.ts';
import { tellProcesses } from '../../shared/core/announcement.ts';
import type { Snowflake } from '../../shared/core/snowflake.ts';
import { listQuery, pageOf, readPage } from '../http/list.ts';
import { refuse } from '../http/problem.ts';
import { type AnyRoute, type ApiDeps, type Reply, reply, route } from '../http/route.ts';
import { refuseRule } from './rule-refusals.ts';
import { NewRule, Rule, RulePatch, toRule } from './rule-shapes.ts';
import { InGuild, RowId, Time } from './shapes.ts';
import { refuseStale, versionIn } from './version.ts';

const Version = z
  .object({
    version: z.int(),
    values: z.record(z.string(), z.unknown()).describe('The rule as it was written'),
    actorKind: z.enum(['staff', 'key', 'member', 'system']),
    actorName: z.string().describe('At the time'),
    createdAt: Time,
  })
  .meta({ id: 'AutoModRuleVersion' });

const path = '/guilds/:guildId/automod/rules';
const scope = { read: 'automod:read', write: 'automod:write' } as const;
const InRule = InGuild.extend({ ruleId: RowId });
const InVersion = InRule.extend({
  version: z.coerce.number().pipe(
    z
      .int()
      .min(1)
      .max(2 ** 31 - 1),
  ),
});
const orders = { id: { column: 'id' }, '-id': { column: 'id', desc: true } } as const;
const versionOrders = {
  '-version': { column: 'version', desc: true },
  version: { column: 'version' },
} as const;

export const automodRuleRoutes: AnyRoute[] = [
  route({
    method: 'get',
    path,
    summary: 'List the rules of a guild',
    scope: scope.read,
    params: InGuild,
    query: listQuery(orders, {
      kind: z.enum(kindNames).optional(),
      mode: z.enum(modes).optional(),
      enabled: z.enum(['true', 'false']).optional(),
    }),
    reply: pageOf(Rule),
    handle: ({ params, query: { kind, mode, enabled, ...query } }, { db }) => {
      const stored = db('automod_rules').where('guild_id', params.guildId).whereIn('kind', kindNames);
      if (kind) stored.where({ kind });
      if (mode) stored.where({ mode });
      if (enabled) stored.where('enabled', enabled === 'true');
      return readPage(stored.select('*'), orders, query, rowToRule);
    },
  }),
  route({
    method: 'get',
    path: `${path}/:ruleId`,
    summary: 'Read a rule',
    scope: scope.read,
    params: InRule,
    reply: Rule,
    handle: async ({ params }, deps) => {
      const rule = await rules.findRule(deps, params.guildId, params.ruleId);
      return rule ? answer(rule) : refuse('not-found');
    },
  }),
  route({
    method: 'post',
    path,
    summary: 'Create a rule',
    description: 'It only watches unless its mode is `enforce`. Obeyed within a second.',
    scope: scope.write,
    params: InGuild,
    body: NewRule,
    status: 201,
    reply: Rule,
    problems: ['taken', 'against-rules'],
    handle: async ({ params, body, by }, deps) => {
      const made = await rules.createRule(deps, params.guildId, body, by);
      if (made.is !== 'created') return refuseRule(made);
      await tellProcesses(deps, 'automod', params.guildId);
      return answer(made.rule);
    },
  }),
  route({
    method: 'patch',
    path: `${path}/:ruleId`,
    summary: 'Change a rule',
    description:
      'A field that is left out stays as it is, and so does a setting. A rule keeps its kind. Obeyed within a second.',
    scope: scope.write,
    versioned: true,
    params: InRule,
    body: RulePatch,
    reply: Rule,
    problems: ['taken', 'against-rules'],
    handle: async ({ params, body, match, by }, deps) => {
      const order = { id: params.ruleId, version: versionIn(match), changes: body };
      return answerChange(deps, params.guildId, await rules.changeRule(deps, params.guildId, order, by));
    },
  }),
  route({
    method: 'delete',
    path: `${path}/:ruleId`,
    summary: 'Delete a rule',
    description: 'Its firings and its versions stay.',
    scope: scope.write,
    versioned: true,
    params: InRule,
    status: 204,
    reply: z.undefined(),
    handle: async ({ params, match, by }, deps) => {
      const order = { id: params.ruleId, version: versionIn(match) };
      const gone = await rules.removeRule(deps, params.guildId, order, by);
      if (gone.is === 'unknown') return refuse('not-found');
      if (gone.is === 'stale') return refuseStale(gone.rule.version);
      await tellProcesses(deps, 'automod', params.guildId);
      return undefined;
    },
  }),
  route({
    method: 'get',
    path: `${path}/:ruleId/versions`,
    summary: 'List the versions of a rule',
    description: 'They stay when the rule is gone.',
    scope: scope.read,
    params: InRule,
    query: listQuery(versionOrders, {}),
    reply: pageOf(Version),
    handle: async ({ params: { guildId, ruleId }, query }, { db }) => {
      const kept = db(AutoModRuleVersion.tableName).where({ guild_id: guildId, rule_id: ruleId });
      if (!(await kept.clone().first('version'))) return refuse('not-found');
      return readPage(kept.select('*'), versionOrders, query, toVersion);
    },
  }),
  route({
    method: 'post',
    path: `${path}/:ruleId/versions/:version/restore`,
    summary: 'Bring back an older version of a rule',
    description: 'As a new version; settings that came since take their defaults.',
    scope: scope.write,
    versioned: true,
    params: InVersion,
    reply: Rule,
    problems: ['taken', 'against-rules'],
    handle: async ({ params, match, by }, deps) => {
      const order = { id: params.ruleId, version: versionIn(match), to: params.version };
      return answerChange(deps, params.guildId, await rules.restoreRule(deps, params.guildId, order, by));
    },
  }),
];

function rowToRule(row: Record<string, unknown>): z.input<typeof Rule> {
  const stored = AutoModRule.fromDatabaseJson(row);
  const read = readRule(stored);
  if (!read) throw new Error(`a rule of the kind ${stored.kind} was listed`);
  const { createdAt, updatedAt } = stored;
  return toRule({ ...read.rule, unreadable: read.unreadable, createdAt, updatedAt });
}

function toVersion(row: Record<string, unknown>): z.input<typeof Version> {
  const { version, values, actor_kind: actorKind, actor_name: actorName, created_at: createdAt } = row;
  return StoredVersion.parse({ version, values, actorKind, actorName, createdAt });
}

const StoredVersion = Version.extend({ createdAt: z.date() });

function answer(rule: rules.ListedRule): Reply<z.input<typeof Rule>> {
  return reply(toRule(rule), { etag: String(rule.version) });
}

async function answerChange(deps: ApiDeps, guild: Snowflake, change: rules.RuleChange) {
  if (change.is === 'unknown') return refuse('not-found');
  if (change.is === 'stale') return refuseStale(change.rule.version);
  if (change.is !== 'changed' && change.is !== 'unchanged') return refuseRule(change);
  if (change.is === 'changed') await tellProcesses(deps, 'automod', guild);
  return answer(change.rule);
}
