import { Snowflake } from '../../shared/core/snowflake.ts';
import type { ErrorOccurrence, RouteError } from '../../shared/errors/list.ts';
import { placeText } from '../http/list-place.ts';
import { searchHref } from './job-view.ts';

/** A kind of error as a list shows it. */
export function viewError(error: RouteError) {
  const { id, type, code, message, place, occurrences, lastAt, resolvedAt, resolvedBy, reopened } = error;
  return {
    href: `/admin/errors/${id}`,
    name: nameOf({ type, code }),
    message,
    place,
    occurrences: Number(occurrences),
    lastAt,
    resolved: resolvedAt && { at: resolvedAt, by: resolvedBy },
    reopened,
  };
}

export function nameOf({ type, code }: Pick<RouteError, 'type' | 'code'>): string {
  return code && code !== type ? `${type} ${code}` : type;
}

/** One occurrence, with what was known of it as terms. */
export function viewOccurrence(occurrence: ErrorOccurrence) {
  const { at, told, process, message, stack, ip, facts } = occurrence;
  return {
    place: placeText(occurrence),
    ...{ at, told, message, stack },
    process,
    /** False where the id alone was kept. */
    isWhole: Object.keys(facts).length > 0,
    asked: askedOf(facts),
    facts: Object.entries({ ...inOrder, ...facts, process, ip }).flatMap(viewFact),
  };
}

type Facts = ErrorOccurrence['facts'];

/** What was asked for: a request, a command, a job; or what the log said. */
function askedOf({ method, path, command, job, logged }: Facts): string {
  if (path) return `${method} ${path}`;
  if (command) return `/${command}`;
  return job ? `job ${job}` : String(logged ?? '');
}

/** The first ones, in the order in which one asks for them. */
const inOrder = { logged: null, method: null, path: null, route: null, command: null, job: null };

const words: Record<string, string> = { logged: 'Said in the log', ip: 'IP address' };

const links: Record<string, (id: string) => string> = {
  guild: (id) => `/admin/guilds/${id}`,
  user: (id) => `/admin/users/${id}`,
  job: searchHref,
};

function viewFact([name, value]: [string, Facts[string] | null]): {
  term: string;
  text: string;
  href: string | undefined;
}[] {
  if (value === null) return [];
  const term = words[name] ?? name.charAt(0).toUpperCase() + name.slice(1);
  const isId = name === 'job' || Snowflake.safeParse(value).success;
  return [{ term, text: String(value), href: isId ? links[name]?.(String(value)) : undefined }];
}
