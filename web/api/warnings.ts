import { z } from 'zod';
import { Snowflake } from '../../shared/core/snowflake.ts';
import {
  findWarning,
  type ListedWarning,
  selectWarnings,
  toWarning,
  type WarningFilters,
  warningStates,
} from '../../shared/moderation/warning-list.ts';
import { listQuery, pageOf, readPage, type seek } from '../http/list.ts';
import { Refusal, refuse } from '../http/problem.ts';
import { type AnyRoute, type ApiDeps, route } from '../http/route.ts';
import { withdraw } from '../withdraw.ts';
import { guildsOf, selectAcross } from './across.ts';
import { refuseByRules } from './against-rules.ts';
import { CaseText } from './case-shapes.ts';
import { InGuild, RowId, Time } from './shapes.ts';

const Warning = z
  .object({
    id: RowId,
    guild: Snowflake,
    user: Snowflake,
    case: z.int().describe('The number of the case that it is'),
    by: z.string().describe('Who gave it'),
    reason: z.string(),
    state: z.enum(warningStates).describe('Only active ones count for the ladder'),
    createdAt: Time,
    expiresAt: Time.nullable().describe('Null: never'),
    withdrawnAt: Time.nullable(),
    withdrawnBy: z.string().nullable(),
  })
  .meta({ id: 'Warning' });

const orders = { '-id': { column: 'w.id', desc: true }, id: { column: 'w.id' } } as const;
const filters = { user: Snowflake.optional(), state: z.enum(warningStates).optional() };
const path = '/guilds/:guildId/warnings';
const scope = { read: 'warnings:read', write: 'warnings:write' } as const;
const InWarning = InGuild.extend({ warningId: RowId });

export const warningRoutes: AnyRoute[] = [
  route({
    method: 'get',
    path,
    summary: 'List the warnings of a guild',
    description: 'A warning is given by opening a case of that kind.',
    scope: scope.read,
    params: InGuild,
    query: listQuery(orders, filters),
    reply: pageOf(Warning),
    handle: ({ params, query }, deps) => listPage(deps, [params.guildId], query),
  }),
  route({
    method: 'get',
    path: `${path}/:warningId`,
    summary: 'Read a warning',
    scope: scope.read,
    params: InWarning,
    reply: Warning,
    handle: async ({ params }, deps) => {
      const warning = await findWarning(deps, params.guildId, params.warningId);
      return warning ? tell(warning) : refuse('not-found');
    },
  }),
  route({
    method: 'post',
    path: `${path}/:warningId/withdraw`,
    summary: 'Withdraw a warning',
    description:
      'With what followed from it: its case is undone. Once; `refusal` says so of one that is withdrawn.',
    scope: scope.write,
    params: InWarning,
    body: z.object({ note: CaseText.default('') }),
    reply: Warning,
    problems: ['against-rules'],
    handle: async ({ params: { guildId, warningId: id }, body, by }, deps) => {
      const withdrawn = await withdraw(deps, { guild: guildId, id, by: by.actor, ...body });
      if (withdrawn.is === 'already')
        return refuseByRules({ is: withdrawn.is, by: withdrawn.warning.withdrawnBy });
      const warning = await findWarning(deps, guildId, id);
      return warning ? tell(warning) : refuse('not-found');
    },
  }),
  route({
    method: 'get',
    path: '/warnings',
    summary: 'List warnings',
    description: 'A key for certain guilds sees those of them.',
    scope: scope.read,
    query: listQuery(orders, { guild: Snowflake.optional(), ...filters }),
    reply: pageOf(Warning),
    problems: ['not-found'],
    handle: ({ query: { guild, ...query }, caller }, deps) => {
      const guilds = guildsOf(caller, guild);
      return guilds instanceof Refusal ? guilds : listPage(deps, guilds, query);
    },
  }),
];

function listPage(
  { db }: ApiDeps,
  guilds: readonly Snowflake[] | null,
  asked: WarningFilters & Parameters<typeof seek>[2],
) {
  const of = (guild: Snowflake | null) => selectWarnings(db, guild, asked);
  const rows = selectAcross(db, guilds, { of, table: 'w', orders, asked });
  return readPage(rows, orders, asked, (row) => tell(toWarning(row)));
}

function tell({ number, ...warning }: ListedWarning): z.input<typeof Warning> {
  return { ...warning, case: number };
}
