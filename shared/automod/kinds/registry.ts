import type { RuleKind } from '../kind.ts';
import { channels } from './channels.ts';
import { crossDuplicates } from './cross-duplicates.ts';
import { duplicates } from './duplicates.ts';
import { invites } from './invites.ts';
import { joinRate } from './join-rate.ts';
import { links } from './links.ts';
import { mentions } from './mentions.ts';
import { messageCount } from './message-count.ts';
import { pattern } from './pattern.ts';
import { username } from './username.ts';
import { words } from './words.ts';

/** Every kind of rule. A new one is a file beside this one, and a line here. */
export const kinds = {
  username,
  'message-count': messageCount,
  duplicates,
  channels,
  words,
  pattern,
  'cross-duplicates': crossDuplicates,
  mentions,
  'join-rate': joinRate,
  invites,
  links,
} as const;
export type KindName = keyof typeof kinds;

export const kindNames = Object.keys(kinds) as KindName[]; // an object has no other keys than its own

/** A kind as those see it who know its settings only as values that its schema has parsed. */
export function kindOf(name: KindName): RuleKind {
  return kinds[name];
}
