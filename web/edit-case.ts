import { type Edit, type Edited, editReason } from '../shared/moderation/edit-case.ts';
import { tellable } from '../shared/moderation/logs/entry.ts';
import type { Deps } from './context.ts';
import { logCases } from './log-cases.ts';

/** Gives a case another reason, and has the case log told. */
export async function editCase(
  deps: Pick<Deps, 'db' | 'queue' | 'partitions' | 'log' | 'clock'>,
  edit: Edit,
): Promise<Edited> {
  const edited = await editReason(deps, edit);
  const isLate = deps.clock() - edited.decided.getTime() >= tellable;
  if (edited.is === 'edited' && !isLate)
    await logCases(deps, edit.guild, { ids: [edited.case], what: 'edited' });
  return edited;
}
