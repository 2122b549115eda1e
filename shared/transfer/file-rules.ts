import { z } from 'zod';
import { checkValues } from '../core/faults.ts';
import {
  changeWithin,
  createWithin,
  deleteWithin,
  draftOf,
  type FileRuleDraft,
  FileRuleShape,
  listFileRules,
  mostFileRules,
} from '../files/by-staff.ts';
import { diffWords, type ListKind, stale, written } from './list-kind.ts';

const Draft = z.object({ ...FileRuleShape, message: FileRuleShape.message.default(null) });

export const fileRules: ListKind<FileRuleDraft> = {
  list: 'fileRules',
  title: 'File rules',
  most: mostFileRules,
  resource: 'files',
  feature: 'files',
  check(given) {
    const checked = checkValues(Draft, { ...given });
    return checked.is === 'valid' ? { is: 'valid', draft: checked.values } : checked;
  },
  nameOf: ({ extension }) => extension,
  labelOf: ({ extension }) => `.${extension}`,
  async read(deps, guild) {
    const rules = await listFileRules(deps, guild);
    return rules.map((rule) => ({ id: rule.id, version: rule.version, draft: draftOf(rule) }));
  },
  diff: diffWords({ decision: 'Decision', message: 'Message' }, ({ decision, message }) => ({
    decision,
    message: message ?? '',
  })),
  async create(deps, guild, draft, by) {
    const { is } = await createWithin(deps, guild, draft, by);
    if (is === 'full') return { is: 'refused', why: `A guild has ${mostFileRules} file rules at most.` };
    return is === 'created' ? written : stale;
  },
  async change(deps, guild, { stored, draft }, by) {
    const order = { id: stored.id, version: stored.version, changes: draft };
    const { is } = await changeWithin(deps, guild, order, by);
    return is === 'changed' ? written : stale;
  },
  async remove(deps, guild, { id, version }, by) {
    const { is } = await deleteWithin(deps, guild, { id, version }, by);
    return is === 'deleted' ? written : stale;
  },
};
