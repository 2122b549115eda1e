import type { Trace } from '../../shared/automod/evaluate.ts';
import { cut, literally } from '../../shared/core/plain-text.ts';
import { commandTexts } from './command-texts.ts';
import { texts } from './texts.ts';

const longest = 4_000; // characters; an embed's description takes 4,096 (Discord documentation, "Embed Limits")
const longestLine = 240;

/** A line for each rule, those that fire first: what it would do, or the first condition that fails. */
export function drawTraces(traces: readonly Trace[], locale: string | undefined): string {
  const lines = traces
    .toSorted((a, b) => Number(b.fires) - Number(a.fires))
    .map((trace) => draw(trace, locale));
  let text = '';
  for (const [index, line] of lines.entries()) {
    if (text.length + line.length > longest)
      return `${text}${commandTexts(locale).more(lines.length - index)}`;
    text += `${line}\n`;
  }
  return text;
}

function draw({ rule, fires, conditions }: Trace, locale: string | undefined): string {
  const words = commandTexts(locale);
  const name = `**${literally(rule.name)}**`;
  if (!fires) {
    const failed = conditions.find(({ holds }) => !holds);
    return `⚪ ${name}: ${cut(literally(failed?.why ?? ''), longestLine)}`;
  }
  if (rule.mode === 'monitor') return `🟡 ${name} ${words.monitors}`;
  return `🔴 ${name} ${words.fires(texts(locale).log.action(rule.action))}`;
}
