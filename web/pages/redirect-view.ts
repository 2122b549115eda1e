import type { Point } from '../../shared/analytics/stats.ts';
import { cut } from '../../shared/core/plain-text.ts';
import type { RedirectClick } from '../../shared/redirects/clicks.ts';
import type { Redirect, RedirectDraft } from '../../shared/redirects/redirects.ts';
import { describeAgent } from '../http/agent.ts';

const shown = 90; // characters of an address in a table

/** A short link as a list shows it. */
export function viewRedirect({ id, name, target, note, enabled, changedAt }: Redirect) {
  return { href: `/admin/redirects/${id}`, name, target: cut(target, shown), note, enabled, changedAt };
}

/** Clicks over time, those of people below those of bots. */
export function chartClicks(series: Record<'clicks' | 'clicks-bots', Point[]>) {
  const bots = series['clicks-bots'];
  return series.clicks.map(({ at, count }, index) => ({ at, value: count, more: bots[index]?.count ?? 0 }));
}

/** A click as a list shows it: what browsers say is anybody's word. */
export function viewClick({ at, ip, agent, referrer, bot }: RedirectClick) {
  return {
    at,
    ip,
    agent: agent === null ? null : { text: describeAgent(agent), whole: agent },
    referrer: referrer && cut(referrer, shown),
    bot,
  };
}

const labels = { name: 'Name', target: 'Leads to', note: 'Note', enabled: 'Switched on' } as const;

/** What of a short link changes, in words. */
export function diffRedirect(before: RedirectDraft | undefined, after: RedirectDraft) {
  const [was, is] = [before && words(before), words(after)];
  return (['name', 'target', 'note', 'enabled'] as const)
    .filter((field) => (was ? was[field] !== is[field] : is[field] !== ''))
    .map((field) => ({ label: labels[field], before: was?.[field], after: is[field] }));
}

/** The same in one line. */
export function tellRedirect(draft: RedirectDraft): string {
  const { name, target, note, enabled } = words(draft);
  return `Name ${name}; Leads to ${target}; Note ${note || '–'}; Switched on ${enabled}`;
}

function words({ enabled, ...texts }: RedirectDraft): Record<keyof RedirectDraft, string> {
  return { ...texts, enabled: enabled ? 'yes' : 'no' };
}
