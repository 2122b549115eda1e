import type { Sandbox } from '../index.ts';

export interface WebApp {
  redirectUri: string;
  /** The link that users are sent to; `more` adds to its query or replaces it, null leaves something out. */
  link(scope: string, more?: Record<string, string | null>): string;
  /** What the user's browser does on the page: everything hidden is sent along. */
  consent(link: string, as: string, answer?: 'allow' | 'cancel', guild?: string): Promise<Visited>;
  /** POST to the token URL, with the client's credentials unless others are named. */
  token(form: Record<string, string>, headers?: Record<string, string>): Promise<Answered>;
  /** A request with the user's token. */
  get(path: string, token: unknown): Promise<Answered>;
  /** Someone consents, and the code is exchanged. */
  logIn(as: string, scope: string): Promise<Answered['body']>;
}

interface Visited {
  status: number;
  /** Where the user is sent back to. */
  to: URL | null;
  page: string;
}

interface Answered {
  status: number;
  body: Record<string, unknown>;
}

/** A web site that people log in to, as far as it talks with Discord. */
export function webApp(sandbox: Sandbox, redirectUri = 'http://127.0.0.1:3000/callback'): WebApp {
  const credentials = { client_id: sandbox.applicationId, client_secret: sandbox.clientSecret };
  const own = { client_id: sandbox.applicationId, redirect_uri: redirectUri, response_type: 'code' };
  const token: WebApp['token'] = async (form, headers = {}) => {
    const body = new URLSearchParams(headers.authorization ? form : { ...credentials, ...form });
    return answered(await fetch(`${sandbox.api}/oauth2/token`, { method: 'POST', headers, body }));
  };
  const link: WebApp['link'] = (scope, more = {}) => {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries({ ...own, scope, ...more }))
      if (value !== null) query.set(name, value);
    return `${sandbox.api}/oauth2/authorize?${query}`;
  };
  const consent: WebApp['consent'] = async (from, as, answer = 'allow', guild) => {
    const form = new URLSearchParams(new URL(from).search);
    for (const [name, value] of Object.entries({ as, answer, ...(guild ? { guild_id: guild } : {}) }))
      form.set(name, value);
    const url = new URL('/oauth2/authorize', sandbox.api);
    return visited(await fetch(url, { method: 'POST', body: form, redirect: 'manual' }));
  };
  return {
    redirectUri,
    link,
    consent,
    token,
    get: async (path, access) =>
      answered(
        await fetch(`${sandbox.api}/v10${path}`, { headers: { authorization: `Bearer ${String(access)}` } }),
      ),
    async logIn(as, scope) {
      const { to } = await consent(link(scope), as);
      const code = to?.searchParams.get('code') ?? '';
      const form = { grant_type: 'authorization_code', code, redirect_uri: redirectUri };
      return (await token(form)).body;
    },
  };
}

export async function visited(reply: Response): Promise<Visited> {
  const location = reply.headers.get('location');
  return {
    status: reply.status,
    to: location ? new URL(location, reply.url) : null,
    page: await reply.text(),
  };
}

async function answered(reply: Response): Promise<Answered> {
  return { status: reply.status, body: Object(await reply.json()) };
}
