/** A link in a text: its address as browsers read it, and the host it leads to (`hostOf`). */
export interface Link {
  url: string;
  host: string;
}

const none: readonly Link[] = [];

/**
 * What Discord makes a link of: `https://…` by itself, in `<…>` or behind a mask, `[text](https://…)`. The text of a mask may look
 * like a link as well, and one link may stand right behind another.
 */
const address = /https?:\/\/[^\s<>]*?(?=[)\](|"',;*`~]https?:\/\/|[\s<>]|$)/gi;
const closing = /[.,:;"'!?()[\]*_~|`]/;

/** The links of a plain text (fold.ts), in its order, each once. */
export function findLinks(text: string): readonly Link[] {
  if (!text.includes('://')) return none;
  const links = new Map<string, Link>();
  for (const { 0: found, index } of text.matchAll(address)) {
    const link = readLink(masked(text, index) ? (found.split(')', 1)[0] ?? found) : found);
    if (link) links.set(link.url, link);
  }
  return [...links.values()];
}

/** A host in the one form in which hosts compare: lower case, punycode, without a dot at its end; undefined for none. */
export function hostOf(text: string): string | undefined {
  const trimmed = text.trim();
  if (trimmed === '' || /\s/.test(trimmed)) return undefined;
  const host = parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`)?.host;
  return host && isHost.test(host) ? host : undefined;
}

/** The domain of the list that a host is, or lies under; undefined for none. */
export function domainOf(host: string, domains: ReadonlySet<string>): string | undefined {
  for (let at = 0; at >= 0; ) {
    const domain = host.slice(at);
    if (domains.has(domain)) return domain;
    const dot = host.indexOf('.', at);
    at = dot < 0 ? -1 : dot + 1;
  }
  return undefined;
}

function masked(text: string, index: number): boolean {
  return text.endsWith('](', index);
}

/** Signs that only follow a link stay out of it; where the rest is no address, its host may still be one. */
function readLink(found: string): Link | undefined {
  let end = found.length;
  while (end > 0 && closing.test(found.charAt(end - 1))) end--;
  const link = parse(found.slice(0, end));
  return link && isHost.test(link.host) ? link : parse(beginning.exec(found)?.[0] ?? '');
}

const isHost = /^(?:[a-z0-9._-]+|\[.+\])$/;
const beginning = /^https?:\/\/[^/?#\\)\](|"',;*`~]*/i;

/** As browsers do: user names before an `@`, ports, escapes, upper case and other scripts do not hide the host. */
function parse(url: string): Link | undefined {
  const host = usual.exec(url)?.[1];
  if (host) return { url, host };
  try {
    const { href, hostname } = new URL(url);
    const named = hostname.replace(/\.+$/, '');
    return named === '' ? undefined : { url: href, host: named };
  } catch {
    return undefined; // no address
  }
}

/** Addresses that need no such care: nothing but lower-case labels, and a last one with letters. */
const usual = /^https?:\/\/((?:[a-z0-9][a-z0-9-]*\.)+(?!xn--)[a-z]{2,})(?:[/?#][!-~]*)?$/;
