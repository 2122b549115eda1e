/** A person's browser without scripts: keeps cookies, follows no redirect by itself, fills forms with their token. */
export interface Browser {
  cookies: Map<string, string>;
  get(path: string, headers?: Record<string, string>): Promise<Page>;
  /** Opens the page, then posts its form with these fields. */
  submit(page: string, fields: Record<string, string>, action?: string): Promise<Page>;
  post(
    path: string,
    fields: Record<string, string> | URLSearchParams,
    headers?: Record<string, string>,
  ): Promise<Page>;
  /** As a script of a page would. */
  send(method: string, path: string, headers?: Record<string, string>): Promise<Page>;
  logIn(username: string, password: string): Promise<Page>;
}

export interface Page {
  status: number;
  headers: Headers;
  location: string | null;
  text: string;
}

const html = { accept: 'text/html' };

export function openBrowser(origin: string): Browser {
  const cookies = new Map<string, string>();

  async function ask(path: string, init: RequestInit): Promise<Page> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(`${origin}${path}`, {
      ...init,
      redirect: 'manual',
      headers: { ...html, cookie, ...init.headers },
    });
    for (const line of response.headers.getSetCookie()) keep(line);
    const { status, headers } = response;
    return { status, headers, location: headers.get('location'), text: await read(response) };
  }

  function keep(line: string): void {
    const [, name = '', value = ''] = line.match(/^([^=]+)=([^;]*)/) ?? [];
    if (value) cookies.set(name, value);
    else cookies.delete(name);
  }

  const browser: Browser = {
    cookies,
    get: (path, headers) => ask(path, { headers }),
    post: (path, fields, headers) =>
      ask(path, { method: 'POST', body: new URLSearchParams(fields), headers }),
    send: (method, path, headers) => ask(path, { method, headers }),
    async submit(page, fields, action = page) {
      const _csrf = tokenOf(await browser.get(page));
      return browser.post(action, { _csrf, ...fields });
    },
    logIn: (username, password) => browser.submit('/admin/login', { username, password }),
  };
  return browser;
}

/** The whole text; of a stream, which never ends, what it says at first. */
async function read(response: Response): Promise<string> {
  if (!response.headers.get('content-type')?.startsWith('text/event-stream')) return response.text();
  const reader = response.body?.getReader();
  const first = await reader?.read();
  await reader?.cancel();
  return new TextDecoder().decode(first?.value);
}

/** What a page's forms carry. */
export function tokenOf({ text }: Page): string {
  return text.match(/name="_csrf" value="([^"]+)"/)?.[1] ?? '';
}
