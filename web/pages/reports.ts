import { listReports, reportStates } from '../../shared/moderation/reports.ts';
import { viewReport } from './report-view.ts';
import { reportTags } from './report-words.ts';
import { waitingList } from './waiting-list.ts';

/** Messages that members reported; `member` is who wrote them. */
export const reports = waitingList({
  name: 'reports',
  title: 'Reports',
  template: new URL('./reports.pug', import.meta.url),
  states: reportStates,
  tags: reportTags,
  list: (deps, guild, { member: author, ...asked }) => listReports(deps, guild, { ...asked, author }),
  view: viewReport,
});
