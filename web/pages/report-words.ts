import type { AppealState } from '../../shared/moderation/appeals.ts';
import type { ReportState } from '../../shared/moderation/reports.ts';
import type { Tag } from './firing-words.ts';

export const reportTags: Readonly<Record<ReportState, Tag>> = {
  open: { text: 'Waiting', tone: 'warn' },
  handled: { text: 'Handled', tone: 'good' },
  dismissed: { text: 'Dismissed', tone: 'plain' },
};

export const appealTags: Readonly<Record<AppealState, Tag>> = {
  open: { text: 'Waiting', tone: 'warn' },
  accepted: { text: 'Accepted', tone: 'good' },
  rejected: { text: 'Rejected', tone: 'plain' },
};

/** States as a filter offers them. */
export function stateOptions(tags: Readonly<Record<string, Tag>>): { value: string; text: string }[] {
  return Object.entries(tags).map(([value, { text }]) => ({ value, text }));
}
