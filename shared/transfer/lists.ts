import { automodRules } from './automod-rules.ts';
import { fileRules } from './file-rules.ts';
import { type List, openList } from './list.ts';
import { reasonTemplates } from './reason-templates.ts';
import { roleRewards } from './role-rewards.ts';
import { squads } from './squads.ts';

/** What a guild is set up with besides its settings, in the order of files. A new one has its place in them by standing here. */
export const lists: readonly List[] = [
  openList(automodRules),
  openList(fileRules),
  openList(roleRewards),
  openList(squads),
  openList(reasonTemplates),
];
