import type { Refusal } from '../../shared/moderation/act-rules.ts';
import { caseTexts } from './case-texts.ts';
import { texts } from './texts.ts';

/** Why something may not be done, and what to do instead. */
export function sayRefusal(refusal: Refusal, locale: string | undefined): string {
  const { simple, missing } = texts(locale).refusals;
  if (refusal.is !== 'missing-permission') return simple[refusal.is];
  return missing[refusal.who](`**${refusal.permission}**`);
}

/** The same of a case that is there. */
export function sayCaseRefusal(refusal: Refusal, locale: string | undefined): string {
  return refusal.is === 'self' ? caseTexts(locale).own : sayRefusal(refusal, locale);
}
