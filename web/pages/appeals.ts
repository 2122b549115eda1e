import { appealStates, listAppeals } from '../../shared/moderation/appeals.ts';
import { viewAppeal } from './appeal-view.ts';
import { appealTags } from './report-words.ts';
import { waitingList } from './waiting-list.ts';

/** What members say against their cases. */
export const appeals = waitingList({
  name: 'appeals',
  title: 'Appeals',
  template: new URL('./appeals.pug', import.meta.url),
  states: appealStates,
  tags: appealTags,
  list: (deps, guild, { member: user, ...asked }) => listAppeals(deps, guild, { ...asked, user }),
  view: viewAppeal,
});
