import { type CasesReader, readCasesLink } from '../../shared/moderation/my-cases-link.ts';
import { findGuild } from '../../shared/sync/store.ts';
import type { Context } from '../context.ts';
import { type PageDeps, show } from '../http/page.ts';
import type { Limit } from '../http/throttle.ts';
import { texts } from './my-cases-texts.ts';

const refusal = new URL('./my-cases-refusal.pug', import.meta.url);

/** Whose page it is, where it stands, and in their browser's language. */
export interface OwnPlace {
  reader: CasesReader;
  server: string;
  base: string;
  t: ReturnType<typeof texts>;
  lang: string;
}

/** Lets in whoever has a link that is good; tells others why not. */
export async function admitReader(
  ctx: Context,
  deps: PageDeps,
  limit: Extract<Limit, 'my-cases' | 'appeal'>,
): Promise<OwnPlace | undefined> {
  ctx.set({ 'Referrer-Policy': 'no-referrer', 'Cache-Control': 'no-store' }); // the address is the secret
  const lang = ctx.acceptsLanguages('en', 'de') || 'en';
  const t = texts(lang);
  const refuse = (status: number, words: { title: string; fault: string }) => {
    ctx.status = status;
    show(ctx, deps, refusal, { ...words, t, lang });
    return undefined;
  };
  const token = ctx.params.casesToken ?? '';
  const link = readCasesLink({ clock: deps.clock, secret: deps.config.SECRET }, token);
  if (link.is === 'unknown') return refuse(404, t.refusals.unknown);
  if (link.is === 'expired') return refuse(410, t.refusals.expired);
  const { reader } = link;
  const verdict = await deps.throttle.count(limit, `${reader.guild}:${reader.user}`);
  if (verdict.is === 'throttled') return refuse(429, t.refusals.often);
  const guild = await findGuild(deps, reader.guild);
  return { reader, server: guild?.name || t.server, base: `/mycases/${token}`, t, lang };
}
