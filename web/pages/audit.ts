import { z } from 'zod';
import {
  type AuditActor,
  type AuditFilter,
  listActions,
  listAudit,
} from '../../shared/accounts/audit-log.ts';
import { listStaff } from '../../shared/accounts/staff-list.ts';
import { diffJson } from '../../shared/core/json-diff.ts';
import { Snowflake } from '../../shared/core/snowflake.ts';
import type { Context } from '../context.ts';
import { type Page, type PageDeps, show } from '../http/page.ts';
import { withQuery } from '../http/query.ts';
import { guildOf } from '../middleware/staff.ts';

const template = new URL('./audit.pug', import.meta.url);
const rows = 50;

/** `staff:7`, `key:3`, `system`. */
const ActorField = z.union([
  z.literal('system').transform((kind): AuditActor => ({ kind })),
  z
    .string()
    .transform((text) => text.split(':'))
    .pipe(z.tuple([z.enum(['staff', 'key', 'member']), Snowflake])) // ids of rows are as large as a bigint, too
    .transform(([kind, id]): AuditActor => ({ kind, id })),
]);

const Query = z.object({
  actor: ActorField.optional().catch(undefined),
  action: z
    .string()
    .regex(/^[\w.-]{1,64}$/)
    .optional()
    .catch(undefined),
  guild: Snowflake.optional().catch(undefined),
  before: Snowflake.optional().catch(undefined), // as large as a bigint can be
});

/** What was done and by whom: everywhere, and in one guild. */
export const auditLog: Page[] = [
  {
    method: 'get',
    path: '/admin/audit',
    access: 'admin',
    async handle(ctx, deps) {
      const { guild, ...query } = Query.parse(ctx.query);
      await showLog(ctx, deps, { ...query, guild }, { title: 'Audit', isGlobal: true });
    },
  },
  {
    method: 'get',
    path: '/admin/guilds/:guildId/audit',
    access: 'moderator',
    async handle(ctx, deps) {
      const guild = guildOf(ctx);
      const query = Query.parse(ctx.query);
      const title = 'Log of changes';
      await showLog(ctx, deps, { ...query, guild: guild.id }, { title, isGlobal: false, guild });
    },
  },
];

async function showLog(
  ctx: Context,
  deps: PageDeps,
  filter: Omit<AuditFilter, 'limit'>,
  values: { title: string; isGlobal: boolean; guild?: unknown },
): Promise<void> {
  const found = await listAudit(deps, { ...filter, limit: rows + 1 });
  const entries = found.slice(0, rows).map((entry) => ({
    ...entry,
    actor: actorText({ kind: entry.actorKind, id: entry.actorId ?? undefined }),
    changes: diffJson(entry.before, entry.after),
  }));
  const chosen = {
    ...filterQuery(filter),
    ...(values.isGlobal && filter.guild ? { guild: filter.guild } : {}),
  };
  const last = found.length > rows ? entries.at(-1) : undefined;
  show(ctx, deps, template, {
    ...values,
    wide: true,
    entries,
    chosen,
    ...(await choicesOf(deps, values.isGlobal, filter, entries)),
    narrowed: (query: Record<string, string>) => withQuery(ctx.path, { ...chosen, ...query }),
    first: filter.before && withQuery(ctx.path, chosen),
    next: last && withQuery(ctx.path, { ...chosen, before: last.id }),
  });
}

function filterQuery({ actor, action }: Pick<AuditFilter, 'actor' | 'action'>): Record<string, string> {
  return { ...(actor ? { actor: actorText(actor) } : {}), ...(action ? { action } : {}) };
}

interface Choice {
  value: string;
  text: string;
}

/**
 * What entries can be narrowed to. Who looks at one guild chooses among what is before their eyes: other accounts are
 * not theirs to know. Keys and members are chosen by following an entry.
 */
async function choicesOf(
  deps: PageDeps,
  isGlobal: boolean,
  { actor, action }: Pick<AuditFilter, 'actor' | 'action'>,
  entries: { actor: string; actorName: string; action: string }[],
): Promise<{ actors: Choice[]; actions: Choice[] }> {
  const seen = entries.map((entry) => ({ value: entry.actor, text: entry.actorName }));
  const chosen = actor ? [{ value: actorText(actor), text: entries[0]?.actorName ?? actorText(actor) }] : [];
  const staff = isGlobal ? await listStaff(deps) : [];
  const people = [{ value: 'system', text: 'system' }].concat(
    staff.map(({ id, username }) => ({ value: `staff:${id}`, text: username })),
  );
  const named = isGlobal ? await listActions(deps) : entries.map((entry) => entry.action);
  const actions = [...named, ...(action ? [action] : [])].map((value) => ({ value, text: value }));
  return {
    actors: distinct(isGlobal ? [...people, ...chosen] : [...seen, ...chosen]),
    actions: distinct(actions),
  };
}

function distinct(choices: Choice[]): Choice[] {
  const texts = new Map(choices.toReversed().map(({ value, text }) => [value, text]));
  return [...texts]
    .map(([value, text]) => ({ value, text }))
    .toSorted((one, other) => one.text.localeCompare(other.text));
}

function actorText({ kind, id }: AuditActor): string {
  return id ? `${kind}:${id}` : kind;
}
