import { runInNewContext } from 'node:vm';
import { type APIAutoModerationRule, AutoModerationRuleTriggerType as Trigger } from 'discord-api-types/v10';

/** What in a message set a rule off; null where it is no words. */
export interface Match {
  keyword: string | null;
  content: string | null;
}

const longestSearch = 100; // milliseconds; Discord's expressions need no limit, ours backtrack

/** Null: the message is fine. Spam and Discord's own word lists are known to Discord alone. */
export function matchOf(rule: APIAutoModerationRule, content: string): Match | null {
  return triggers[rule.trigger_type]?.(rule.trigger_metadata, content) ?? null;
}

type Find = (metadata: APIAutoModerationRule['trigger_metadata'], content: string) => Match | null;

const triggers: Partial<Record<Trigger, Find>> = {
  [Trigger.Keyword]({ keyword_filter = [], regex_patterns = [], allow_list = [] }, content) {
    const allowed = allow_list.flatMap((keyword) => spansOf(keywordPattern(keyword), content));
    for (const keyword of keyword_filter) {
      const found = spansOf(keywordPattern(keyword), content).find((span) => !isWithin(span, allowed));
      if (found) return { keyword, content: content.slice(...found) };
    }
    for (const keyword of regex_patterns) {
      const found = search(keyword, content);
      if (found !== null) return { keyword, content: found };
    }
    return null;
  },
  [Trigger.MentionSpam]({ mention_total_limit = 0 }, content) {
    const mentions = new Set(content.match(/<@[!&]?\d+>/g)?.map((text) => text.replace('!', '')));
    return mentions.size > mention_total_limit ? { keyword: null, content: null } : null;
  },
};

/**
 * Discord's documentation, "Keyword Matching Strategies": `cat*` starts a word, `*cat` ends one, `*cat*` is found
 * anywhere, and `cat` stands between white space.
 */
export function keywordPattern(keyword: string): RegExp {
  const [, before, text, after] = /^(\*?)(.*?)(\*?)$/s.exec(keyword) ?? [];
  const escaped = (text ?? '').replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
  return new RegExp(`${before ? '' : '(?<!\\S)'}${escaped}${after ? '' : '(?!\\S)'}`, 'gi');
}

type Span = [from: number, to: number];

function spansOf(pattern: RegExp, content: string): Span[] {
  return [...content.matchAll(pattern)]
    .filter(([text]) => text !== '')
    .map((match) => [match.index, match.index + match[0].length]);
}

function isWithin([from, to]: Span, others: Span[]): boolean {
  return others.some(([start, end]) => start <= from && to <= end);
}

/** In a context of its own, because only such a search can be cut short. */
function search(pattern: string, content: string): string | null {
  try {
    const found: unknown = runInNewContext(
      'new RegExp(pattern, "i").exec(content)?.[0] ?? null',
      { pattern, content },
      { timeout: longestSearch },
    );
    return typeof found === 'string' ? found : null;
  } catch {
    return null;
  }
}
