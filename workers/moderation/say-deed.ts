import { cut, literally } from '../../shared/core/plain-text.ts';
import type { StoredDeed } from '../../shared/moderation/channel-deeds.ts';
import { readResult } from '../../shared/moderation/deed-results.ts';
import { tellDuration } from '../../shared/moderation/durations.ts';
import { channelTexts } from './channel-texts.ts';

/** What became of something that was wanted of a channel. */
export function sayDeed(stored: StoredDeed, locale: string | undefined): string {
  const words = channelTexts(locale);
  const { effect, answer, reason } = stored;
  if (effect === 'wanted') return words.wanted;
  if (effect === 'none') return words.overtaken;
  if (effect === 'failed') {
    const said = literally(cut(answer ?? '', 300));
    return words.failed(/[.!?…]$/.test(said) ? said : `${said}.`);
  }
  return [
    ...outcomeOf(stored, words),
    ...(reason === '' ? [] : [words.reason(literally(cut(reason, 400)))]),
  ].join('\n');
}

function outcomeOf({ deed, channel, result }: StoredDeed, words: ReturnType<typeof channelTexts>): string[] {
  const place = `<#${channel}>`;
  switch (deed.is) {
    case 'purge': {
      const { messages = [], older = 0 } = readResult(result, 'purge') ?? {};
      const purged = { count: messages.length, user: deed.user === null ? null : `<@${deed.user}>` };
      const said = purged.count === 0 ? words.nothing(purged) : words.purged(purged);
      return older > 0 ? [said, words.older(older)] : [said];
    }
    case 'slowmode':
      return [deed.seconds === 0 ? words.quick(place) : words.slow(place, tellDuration(deed.seconds))];
    case 'lock':
      return [words.locked(place)];
    case 'unlock':
      return [words.unlocked(place)];
  }
}
