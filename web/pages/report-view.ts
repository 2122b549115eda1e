import type { ListedReport } from '../../shared/moderation/reports.ts';
import { caseHref } from './case-view.ts';
import { messageLink } from './firing-view.ts';
import { reportTags } from './report-words.ts';

/** A report as pages show it. */
export function viewReport(report: ListedReport) {
  const { id, guild, author, authorName, reporter, reporterName, state, channel, message, ...rest } = report;
  const base = `/admin/guilds/${guild}`;
  const person = (user: string, name: string | null) => ({
    user,
    name: name ?? user,
    href: `${base}/members/${user}`,
  });
  return {
    ...rest,
    state,
    href: `${base}/reports/${id}`,
    author: person(author, authorName),
    reporter: person(reporter, reporterName),
    tag: reportTags[state],
    channel,
    message: messageLink(guild, channel, message),
    case: rest.case === null ? undefined : viewNumber(guild, rest.case),
  };
}

function viewNumber(guild: string, number: number) {
  return { href: caseHref(guild, number), text: `Case ${number.toLocaleString('en')}` };
}
