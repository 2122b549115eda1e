import { checkSetup, type Finding, type Part } from '../../shared/setup/check.ts';
import { explain } from '../../shared/setup/words.ts';
import type { Context } from '../context.ts';
import { type Answer, shown } from '../interactions/answer.ts';
import type { Call } from '../interactions/command.ts';
import { texts } from './texts.ts';

const perPage = 5; // of at most 1,024 characters each: an embed may have 6,000 (Discord documentation, "Embed Limits")
const longest = 1_024; // characters of a field

/** `/config check`: what keeps the bot from doing its work here, and how to mend it. */
export async function check(
  { guild, locale, options }: Call<{ page: number | undefined }>,
  context: Pick<Context, 'db' | 'clock' | 'applicationId'>,
): Promise<Answer> {
  const words = texts(locale).check;
  const { findings } = await checkSetup(context, guild);
  if (findings.length === 0) return shown({ content: words.well });
  const pages = Math.ceil(findings.length / perPage);
  const page = Math.min(options.page ?? 1, pages);
  const fields = findings.slice((page - 1) * perPage, page * perPage).map((finding) => {
    const { wrong, mend } = explain(finding, { locale, nameOf: namesFor(finding) });
    return { name: words[finding.severity], value: shorten(`${wrong}\n→ ${mend}`) };
  });
  const footer = pages > 1 ? { text: words.page(page, pages) } : undefined;
  return shown({ embeds: [{ title: words.title, fields, footer }] });
}

/** Discord shows a mention of what was deleted as unknown. */
function namesFor(finding: Finding): (part: Part) => string {
  const isGone = 'why' in finding && finding.why === 'deleted';
  return ({ kind, id, name }) => {
    if (isGone) return `\`${(name ?? id).replaceAll('`', 'ˋ')}\``;
    return kind === 'channel' ? `<#${id}>` : `<@&${id}>`;
  };
}

function shorten(text: string): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}
