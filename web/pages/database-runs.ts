import { z } from 'zod';
import { kindNames } from '../../shared/maintenance/kinds.ts';
import { listRuns } from '../../shared/maintenance/list.ts';
import type { MaintenanceRun } from '../../shared/maintenance/model.ts';
import { RowId } from '../api/shapes.ts';
import type { Deps } from '../context.ts';
import { type Page, show } from '../http/page.ts';
import { withQuery } from '../http/query.ts';
import { viewRun } from './database-run-view.ts';
import { kindWords } from './database-words.ts';
import { nameGuilds } from './seen-guilds.ts';

const template = new URL('./database-runs.pug', import.meta.url);
const path = '/admin/database/runs';
const rows = 50;

const Query = z.object({
  kind: z.enum(kindNames).optional().catch(undefined),
  before: RowId.optional().catch(undefined),
});

/** Everything that was asked of the database, the latest first. */
export const databaseRuns: Page[] = [
  {
    method: 'get',
    path,
    access: 'admin',
    async handle(ctx, deps) {
      const { kind, before } = Query.parse(ctx.query);
      const found = await listRuns(deps, { kind, before, limit: rows + 1 });
      const last = found.length > rows ? found[rows - 1] : undefined;
      show(ctx, deps, template, {
        title: 'Runs',
        wide: true,
        kind,
        kinds: kindNames.map((value) => ({ value, text: kindWords[value].title })),
        runs: await viewRuns(deps, found.slice(0, rows)),
        isFiltered: kind !== undefined,
        first: before && withQuery(path, { kind }),
        next: last && withQuery(path, { kind, before: last.id }),
      });
    },
  },
];

/** Runs as a list shows them, with the names of their guilds. */
export async function viewRuns(deps: Pick<Deps, 'db'>, runs: readonly MaintenanceRun[]) {
  const guilds = runs.map(({ guildId }) => guildId).filter((guild) => guild !== '0');
  const names = guilds.length > 0 ? await nameGuilds(deps, guilds) : {};
  return runs.map((run) => viewRun(run, names));
}
