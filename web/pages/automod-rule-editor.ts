import type { diffRules } from '../../shared/settings/rule-fields.ts';
import type { Context } from '../context.ts';
import { type PageDeps, show } from '../http/page.ts';
import { guildOf } from '../middleware/staff.ts';
import { type Place, titled } from './automod-rule-place.ts';
import { viewRule } from './automod-rule-view.ts';
import { backtestHindrance, readTrial } from './automod-trial.ts';
import { type Posted, textsOf } from './settings-form.ts';
import { readPicks } from './settings-view.ts';

const template = new URL('./automod-rule.pug', import.meta.url);

/** A form, and what there is to say of it. */
export interface Shown {
  posted: Posted;
  errors?: Record<string, string>;
  fault?: string | undefined;
  remark?: string | undefined;
  conflict?: ReturnType<typeof diffRules>;
  isUnsaved?: boolean;
  tried?: unknown;
  tested?: unknown;
}

export async function refuse(
  ctx: Context,
  deps: PageDeps,
  place: Place,
  shown: Shown,
  status: number,
): Promise<void> {
  ctx.status = status;
  await showForm(ctx, deps, place, shown);
}

export async function showForm(ctx: Context, deps: PageDeps, place: Place, shown: Shown): Promise<void> {
  const { posted, errors = {}, isUnsaved = true, ...more } = shown;
  const picks = await readPicks(deps, guildOf(ctx).id);
  const { kind } = place.from;
  show(ctx, deps, template, {
    ...titled(place),
    ...place,
    ...more,
    version: textsOf(posted, 'version')[0] ?? '',
    sections: viewRule(kind, posted, errors, picks),
    wrong: Object.keys(errors).length,
    isUnsaved,
    trial: readTrial(posted),
    picks,
    hindrance: backtestHindrance(kind),
  });
}
