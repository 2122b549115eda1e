import { AppError } from '../../shared/core/errors.ts';
import { listAppeals, takesAppeals } from '../../shared/moderation/appeals.ts';
import { listCases } from '../../shared/moderation/case-list.ts';
import { findCase } from '../../shared/moderation/case-view.ts';
import type { CasesReader } from '../../shared/moderation/my-cases-link.ts';
import { findStanding } from '../../shared/moderation/standing.ts';
import type { Context } from '../context.ts';
import { fileAppeal } from '../file-appeal.ts';
import { formOf } from '../http/form.ts';
import { type Page, type PageDeps, seeOther, show } from '../http/page.ts';
import { readLongForm } from '../middleware/forms.ts';
import { numberIn } from './case-filter.ts';
import { admitReader } from './my-cases-door.ts';
import { viewOwnAppeal, viewOwnCase } from './my-cases-view.ts';

const templates = {
  list: new URL('./my-cases.pug', import.meta.url),
  one: new URL('./my-case.pug', import.meta.url),
};
const path = '/mycases/:casesToken';
const rows = 100;
const longestText = 2_000; // characters; shared/moderation/appeals.ts

/**
 * A member's own cases, for whoever has the link of `/mycases`: without notes, and without who moderated. There is no
 * session: the address is a secret that no other site can post a form to, so that forms need no other token.
 */
export const myCases: Page[] = [
  { method: 'get', path, access: 'public', handle: list },
  { method: 'get', path: `${path}/:caseNumber`, access: 'public', handle: (ctx, deps) => open(ctx, deps) },
  { method: 'post', path: `${path}/:caseNumber`, access: 'public', handle: submit },
];

async function list(ctx: Context, deps: PageDeps): Promise<void> {
  const place = await admitReader(ctx, deps, 'my-cases');
  if (!place) return;
  const { reader, t, base } = place;
  const [cases, appeals, takes, standing] = await Promise.all([
    listCases(deps, [reader.guild], { user: reader.user, withoutNotes: true, limit: rows + 1 }),
    listAppeals(deps, reader.guild, { user: reader.user, limit: rows + 1 }),
    takesAppeals(deps, reader.guild),
    findStanding(deps, reader.guild, reader.user),
  ]);
  const states = new Map(appeals.map((one) => [one.case, one.state]));
  const own = cases.slice(0, rows);
  show(ctx, deps, templates.list, {
    ...place,
    title: t.title(place.server),
    wide: true,
    cases: own.map((one) =>
      viewOwnCase(one, { t, base, takes, standing, appeal: states.get(one.number), now: deps.clock() }),
    ),
    hasMore: cases.length > rows,
  });
}

interface Shown {
  typed?: string;
  fault?: string;
}

async function open(ctx: Context, deps: PageDeps, { typed = '', fault }: Shown = {}): Promise<void> {
  const place = await admitReader(ctx, deps, 'my-cases');
  if (!place) return;
  const { reader, t, base } = place;
  const [found, takes, standing] = await Promise.all([
    ownCase(ctx, deps, reader),
    takesAppeals(deps, reader.guild),
    findStanding(deps, reader.guild, reader.user),
  ]);
  const around = { t, base, takes, standing, now: deps.clock() };
  const view = viewOwnCase(found, { ...around, appeal: found.appeal?.state });
  show(ctx, deps, templates.one, {
    ...place,
    title: t.caseTitle(view.number),
    one: view,
    appeal: found.appeal && viewOwnAppeal(found.appeal, t),
    form: { text: typed },
    fault,
  });
}

async function submit(ctx: Context, deps: PageDeps): Promise<void> {
  const place = await admitReader(ctx, deps, 'appeal');
  if (!place) return;
  const { reader, t, base } = place;
  await readLongForm()(ctx, async () => {}); // it stands before the middleware of sessions and forms
  const { text } = formOf(ctx);
  const typed = typeof text === 'string' ? text.trim().replaceAll('\0', '') : '';
  const { number } = await ownCase(ctx, deps, reader);
  const fault = typed === '' ? t.faults.empty : typed.length > longestText ? t.faults.long : undefined;
  if (fault) {
    ctx.status = 422;
    return open(ctx, deps, { typed, fault });
  }
  const { guild, user } = reader;
  const filed = await fileAppeal(deps, { guild, number, user, text: typed });
  if (filed.is === 'not-yours') throw new AppError('not-found');
  seeOther(ctx, `${base}/${number}`); // which says how the appeal stands, or why there can be none
}

async function ownCase(ctx: Context, deps: PageDeps, { guild, user }: CasesReader) {
  const number = numberIn(ctx.params.caseNumber);
  const found = number === undefined ? undefined : await findCase(deps, guild, number);
  if (!found || found.user !== user || found.kind === 'note') throw new AppError('not-found');
  return found;
}
