import { z } from 'zod';
import { checkValues } from '../core/faults.ts';
import {
  createTemplate,
  listTemplates,
  mostTemplates,
  removeTemplate,
  type TemplateDraft,
  TemplateShape,
  updateTemplate,
} from '../moderation/templates.ts';
import { diffWords, type ListKind, stale, written } from './list-kind.ts';

export const reasonTemplates: ListKind<TemplateDraft> = {
  list: 'reasonTemplates',
  title: 'Reason templates',
  most: mostTemplates,
  resource: 'templates',
  removal: 'Cases keep the reasons that they got from a template that is removed.',
  check(given) {
    const checked = checkValues(z.object(TemplateShape), { ...given });
    return checked.is === 'valid' ? { is: 'valid', draft: checked.values } : checked;
  },
  nameOf: ({ name }) => name,
  async read(deps, guild) {
    const templates = await listTemplates(deps, guild);
    return templates.map(({ id, version, name, text }) => ({ id, version, draft: { name, text } }));
  },
  diff: diffWords({ text: 'Text' }, ({ text }) => ({ text })),
  async create(deps, guild, draft, by) {
    const made = await createTemplate(deps, guild, draft, by);
    if (made.is === 'too-many') return { is: 'refused', why: `A guild has ${made.most} templates at most.` };
    return made.is === 'created' ? written : stale;
  },
  async change(deps, guild, { stored, draft }, by) {
    const order = { id: stored.id, version: stored.version, changes: draft };
    const { is } = await updateTemplate(deps, guild, order, by);
    return is === 'changed' ? written : stale;
  },
  async remove(deps, guild, { id, version }, by) {
    const { is } = await removeTemplate(deps, guild, { id, version }, by);
    return is === 'removed' ? written : stale;
  },
};
