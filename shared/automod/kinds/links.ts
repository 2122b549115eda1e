import { z } from 'zod';
import { kind } from '../kind.ts';
import { domainOf, hostOf, type Link } from '../links.ts';
import { anyMatch } from './fields.ts';

/** A domain, in whatever way it was copied; `*.example.com` says the same, and `*.zip` is all that end so. */
const Domain = z
  .string()
  .max(255)
  .transform((text, context) => {
    const below = text.trim().replace(/^\*\./, '');
    const host = hostOf(below);
    if (host && isDomain.test(host)) return host;
    if (host && below !== text.trim() && isLabel.test(host)) return `*.${host}`;
    context.addIssue({ code: 'custom', message: 'not a domain; they look like example.com' });
    return z.NEVER;
  });
const isDomain = /^(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?\.)+[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/;
const isLabel = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/;

const schema = z.object({
  deny: z.array(Domain).max(1_000).default([]).meta({
    title: 'Denied domains',
    description: 'One a line, as example.com; everything below a domain is denied as well.',
  }),
  allow: z.array(Domain).max(1_000).default([]).meta({
    title: 'Allowed domains',
    description:
      'Where there are any, links to all others are denied. Links to messages and GIFs need discord.com and tenor.com here.',
  }),
});

export const links = kind({
  title: 'Links',
  description:
    'Fires when a message links to a denied domain, or to one that is not allowed; also behind a mask, as [text](https://…). Looks at edits as well.',
  on: 'message',
  edits: true,
  schema,
  window: () => anyMatch,
  ready: ({ deny, allow }) => ({ deny: setOf(deny), allow: setOf(allow) }),
  checks: [
    {
      what: 'links',
      holds: ({ content: { links } }, lists) =>
        links.length > 0 && (findDenied(links, lists) ?? findOther(links, lists)) !== undefined,
      why: ({ content: { links } }, lists) => {
        const denied = findDenied(links, lists);
        if (denied) return `${denied.host} is denied.`;
        const other = findOther(links, lists);
        if (other) return `${other.host} is not among the allowed domains.`;
        return links.length > 0 ? 'Its links are allowed.' : 'No link is in it.';
      },
    },
  ],
  explain: () => 'The message has a link that is not allowed here.',
});

function setOf(domains: readonly string[]): ReadonlySet<string> {
  return new Set(domains.map((domain) => domain.replace('*.', '')));
}

interface Lists {
  deny: ReadonlySet<string>;
  allow: ReadonlySet<string>;
}

function findDenied(links: readonly Link[], { deny }: Lists): Link | undefined {
  return links.find(({ host }) => domainOf(host, deny));
}

function findOther(links: readonly Link[], { allow }: Lists): Link | undefined {
  return allow.size > 0 ? links.find(({ host }) => !domainOf(host, allow)) : undefined;
}
