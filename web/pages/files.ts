import { z } from 'zod';
import {
  createFileRule,
  Extension,
  type FileRuleDraft,
  listFileRules,
  mostFileRules,
} from '../../shared/files/by-staff.ts';
import { decisions, FileConfig } from '../../shared/files/settings.ts';
import { fileSettings } from '../../shared/settings/registry.ts';
import { readSettings } from '../../shared/settings/stored.ts';
import type { Context } from '../context.ts';
import { faultsOf, formOf, typedLine, typedText } from '../http/form.ts';
import { type Page, type PageDeps, seeOther, show } from '../http/page.ts';
import { keptForm, keptNotice } from '../middleware/kept-form.ts';
import { flash } from '../middleware/session.ts';
import { actorOf, guildOf } from '../middleware/staff.ts';
import { decisionChoices, decisionTags } from './file-words.ts';
import { mayChange } from './settings-place.ts';

const templates = {
  list: new URL('./files.pug', import.meta.url),
  review: new URL('./file-rule-review.pug', import.meta.url),
};
const path = '/admin/guilds/:guildId/files';

/** What happens to files, by their extension. */
export const files: Page[] = [
  { method: 'get', path, access: 'viewer', handle: (ctx, deps) => list(ctx, deps) },
  { method: 'post', path, access: 'admin', handle: add },
];

const notAnExtension = 'The last part of a name without white space, such as png.';
/** A rule as it is typed. */
export const TypedRule = z.object({
  extension: typedLine({ most: 40 }).transform((text, ctx) => {
    const extension = Extension.safeParse(text);
    if (extension.success) return extension.data;
    ctx.addIssue({ code: 'custom', message: notAnExtension });
    return z.NEVER;
  }),
  decision: z.enum(decisions, 'Choose one.'),
  message: typedText({ least: 0, most: 1_000 })
    .default('')
    .transform((text) => text || null),
});

/** The form in which it would be posted. */
export function fieldsOf({ extension, decision, message }: FileRuleDraft): Record<string, string> {
  return { extension, decision, message: message ?? '' };
}

export const decisionOptions = decisions.map((value) => ({ value, ...decisionChoices[value] }));

interface Shown {
  typed?: Record<string, unknown>;
  faults?: Record<string, string>;
  fault?: string;
}

async function list(ctx: Context, deps: PageDeps, { typed, faults = {}, fault }: Shown = {}): Promise<void> {
  const guild = guildOf(ctx);
  const kept = typed ? undefined : keptForm(ctx);
  const [rules, stored] = await Promise.all([
    listFileRules(deps, guild.id),
    readSettings(deps, fileSettings, guild.id),
  ]);
  const { enabled, otherwise, message } = FileConfig.parse(stored.values);
  show(ctx, deps, templates.list, {
    title: `Files in ${guild.name || guild.id}`,
    wide: true,
    base: `/admin/guilds/${guild.id}/files`,
    rules: rules.map((rule) => ({
      ...rule.toJSON(),
      tag: { ...decisionTags[rule.decision], text: decisionChoices[rule.decision].text },
    })),
    isFull: rules.length >= mostFileRules,
    settings: {
      enabled,
      otherwise: { ...decisionTags[otherwise], text: decisionChoices[otherwise].text },
      message,
    },
    decisions: decisionOptions,
    mayChange: mayChange(ctx),
    form: typed ?? kept ?? {},
    faults,
    fault,
    remark: kept && keptNotice,
  });
}

/** Posted to be looked at, then to be saved. */
async function add(ctx: Context, deps: PageDeps): Promise<void> {
  const guild = guildOf(ctx);
  const typed = formOf(ctx);
  if (typed.step === 'edit') return list(ctx, deps, { typed });
  const checked = TypedRule.safeParse(typed);
  if (!checked.success) {
    ctx.status = 422;
    return list(ctx, deps, { typed, faults: faultsOf(checked.error) });
  }
  const draft = checked.data;
  const base = `/admin/guilds/${guild.id}/files`;
  if (typed.step !== 'save') {
    const shown = { base, path: base, fields: fieldsOf(draft), changes: diffRule(undefined, draft) };
    return show(ctx, deps, templates.review, { title: 'New file rule', ...shown });
  }
  const made = await createFileRule(deps, guild.id, draft, actorOf(ctx));
  if (made.is === 'taken') {
    const twin = (await listFileRules(deps, guild.id)).find(({ extension }) => extension === draft.extension);
    if (twin && diffRule(twin, draft).length === 0) return seeOther(ctx, base); // sent twice
    ctx.status = 409;
    return list(ctx, deps, { typed, faults: { extension: 'It has a rule already: change that one.' } });
  }
  if (made.is === 'full') {
    ctx.status = 409;
    return list(ctx, deps, { typed, fault: `There are ${mostFileRules} rules: no more fit.` });
  }
  flash(ctx, `.${draft.extension} has a rule now. Every process obeys within a second.`);
  seeOther(ctx, base);
}

/** What of a rule changes, in words. */
export function diffRule(before: FileRuleDraft | undefined, after: FileRuleDraft) {
  const words = ({ extension, decision, message }: FileRuleDraft) => ({
    Extension: `.${extension}`,
    Decision: decisionChoices[decision].text,
    'What is said': message ?? 'the text of the settings',
  });
  const old = before && new Map(Object.entries(words(before)));
  return Object.entries(words(after)).flatMap(([label, text]) =>
    old?.get(label) === text ? [] : [{ label, before: old?.get(label), after: text }],
  );
}
