import type { Snowflake } from '../../shared/core/snowflake.ts';
import { keepsOnlyIds } from '../../shared/jobs/data.ts';
import type { Outcome } from '../../shared/jobs/list.ts';
import type { KeptJob } from '../../shared/jobs/model.ts';
import type { FoundJob } from '../../shared/jobs/search.ts';
import { withQuery } from '../http/query.ts';
import { mayRetry } from '../retry-job.ts';
import type { Tag } from './firing-words.ts';

export const outcomeTags: Record<Outcome, Tag> = {
  done: { text: 'Done', tone: 'good' },
  dropped: { text: 'Dropped', tone: 'plain' },
  refused: { text: 'Refused', tone: 'warn' },
  failed: { text: 'Failed', tone: 'bad' },
  quarantined: { text: 'Set aside', tone: 'bad' },
};

/** A kept job as the list shows it. */
export function viewFound({ id, queue, job, at, name, guild, outcome, why, retried }: FoundJob) {
  const [reason] = (why ?? '').split('\n');
  return {
    href: `/admin/jobs/${id}`,
    ...{ queue, job, at, name, guild, reason, retried },
    tag: outcomeTags[outcome],
  };
}

const shownIds = 60; // a chunk of members has a thousand

/** A kept job as its own page shows it. */
export function viewJob(job: KeptJob) {
  const { data, guildId: guild } = job;
  const ids = job.ids.filter((id) => id !== guild);
  return {
    queue: job.queue,
    job: job.job,
    jobHref: searchHref(job.job),
    name: job.name,
    at: job.at,
    attempts: job.attempts,
    partition: job.partition,
    outcome: job.outcome,
    tag: outcomeTags[job.outcome],
    why: job.why,
    guild,
    guildHref: guild && searchHref(guild),
    touched: groupIds(ids.slice(0, shownIds), data),
    moreIds: Math.max(0, ids.length - shownIds),
    isCut: typeof data === 'string',
    onlyIds: keepsOnlyIds(job.queue),
    text: typeof data === 'string' ? data : JSON.stringify(data, null, 2),
    retryable: mayRetry(job),
    retried: job.retriedAt && { at: job.retriedAt, by: job.retriedBy },
  };
}

const others = 'others';

/** By what the data calls them: `channel`, `messages`, `author`. */
function groupIds(ids: readonly Snowflake[], data: unknown) {
  const terms = new Map<string, string>();
  nameIds(data, '', terms);
  const found = [...new Set(ids.map((id) => terms.get(id) ?? others))];
  return found.map((term) => ({
    term,
    ids: ids.filter((id) => (terms.get(id) ?? others) === term).map((id) => ({ id, href: searchHref(id) })),
  }));
}

function nameIds(value: unknown, term: string, terms: Map<string, string>): void {
  if (typeof value === 'string' && !terms.has(value)) terms.set(value, term);
  if (typeof value !== 'object' || value === null) return;
  for (const [key, one] of Object.entries(value))
    nameIds(one, Array.isArray(value) || key === 'id' || key === 'd' ? term : key, terms);
}

/** All jobs that touch this id, or have it. */
export function searchHref(id: Snowflake | string): string {
  return withQuery('/admin/jobs', { id });
}
