import type { Refusal } from '../../shared/moderation/act-rules.ts';
import { texts } from './texts.ts';

/** Why something may not be done, and what to do instead. */
export function sayRefusal(refusal: Refusal, locale: string | undefined): string {
  const { simple, missing } = texts(locale).refusals;
  if (refusal.is !== 'missing-permission') return simple[refusal.is];
  return missing[refusal.who](`**${refusal.permission}**`);
}
