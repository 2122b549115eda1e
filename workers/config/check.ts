import { checkSetup, type Finding, type Part } from '../../shared/setup/check.ts';
import { explain } from '../../shared/setup/words.ts';
import { pager } from '../interactions/pager.ts';
import { mayManage } from './managers.ts';
import { texts } from './texts.ts';

const perPage = 5; // of at most 1,024 characters each: an embed may have 6,000 (Discord documentation, "Embed Limits")
const longest = 1_024; // characters of a field

/** `/config check`: what keeps the bot from doing its work here, and how to mend it. */
export const check = pager({
  name: 'config.check',
  replies: 'privately',
  async draw(caller, context, cursor) {
    const { guild, locale } = caller;
    if (!mayManage(caller)) return texts(locale).forbidden; // asked for every page: a button outlives a role
    const words = texts(locale).check;
    const { findings: found } = await checkSetup(context, guild);
    const findings = ['error', 'warning'].flatMap((each) =>
      found.filter(({ severity }) => severity === each),
    );
    if (findings.length === 0) return { message: { content: words.well, embeds: [] } };
    const pages = Math.ceil(findings.length / perPage);
    const page = Math.min(Number.parseInt(cursor, 10) || 0, pages - 1);
    const fields = findings.slice(page * perPage, (page + 1) * perPage).map((finding) => {
      const { wrong, mend } = explain(finding, { locale, nameOf: namesFor(finding) });
      return { name: words[finding.severity], value: shorten(`${wrong}\n→ ${mend}`) };
    });
    const footer = pages > 1 ? { text: `${page + 1}/${pages}` } : undefined;
    return {
      message: { embeds: [{ title: words.title, fields, footer }] },
      ...(page > 0 ? { previous: String(page - 1) } : {}),
      ...(page < pages - 1 ? { next: String(page + 1) } : {}),
    };
  },
});

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
