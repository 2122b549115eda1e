import { domainOf, type Link } from './links.ts';

const none: readonly string[] = [];

/** Discord's own hosts of invites; others that only redirect (dsc.gg) are links like any other. */
const hosts = new Set(['discord.gg', 'discord.com', 'discordapp.com']);

/** Discord shows invites for addresses without a scheme as well. Spaces inside make it none. */
const invite =
  /(?<![a-z0-9-])(?:discord\.gg|discord(?:app)?\.com[/\\]+invite)(?:[/\\]+(?:invite[/\\]+)?)([a-z0-9%-]{2,100})/gi;

/** Codes of a plain text's invites as they were written, each once; also of links that hide their host (links.ts). */
export function findInvites(text: string, links: readonly Link[]): readonly string[] {
  if (links.length === 0 && !/discord/i.test(text)) return none;
  const dotted = text.replace(/[。｡]/g, '.');
  const addresses = links.filter(({ host }) => domainOf(host, hosts)).map(({ url }) => url);
  const codes = [dotted, ...addresses].flatMap((each) =>
    [...each.matchAll(invite)].flatMap(({ 1: code = '' }) => decode(code)),
  );
  return codes.length === 0 ? none : [...new Set(codes)];
}

function decode(code: string): string[] {
  if (!code.includes('%')) return [code];
  try {
    const plain = decodeURIComponent(code);
    return /^[a-z0-9-]+$/i.test(plain) ? [plain] : [];
  } catch {
    return [];
  }
}
