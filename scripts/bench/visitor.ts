/** Somebody who asks for pages, without the parts that pages are made of; keeps cookies. */
export interface Visitor {
  /** The whole text; throws where the answer is no page. */
  get(path: string): Promise<string>;
  logIn(username: string, password: string): Promise<void>;
}

export function openVisitor(origin: string): Visitor {
  const cookies = new Map<string, string>();
  async function ask(path: string, init: RequestInit = {}): Promise<Response> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { accept: 'text/html', cookie };
    const response = await fetch(`${origin}${path}`, { ...init, redirect: 'manual', headers });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    return response;
  }
  const get = async (path: string) => {
    const response = await ask(path);
    const text = await response.text();
    if (response.status !== 200)
      throw new Error(`${path} answered ${response.status}: ${text.slice(0, 300)}`);
    return text;
  };
  return {
    get,
    async logIn(username, password) {
      const [, _csrf = ''] = /name="_csrf" value="([^"]+)"/.exec(await get('/admin/login')) ?? [];
      const body = new URLSearchParams({ _csrf, username, password });
      const { status } = await ask('/admin/login', { method: 'POST', body });
      if (status !== 302 && status !== 303) throw new Error(`the login answered ${status}`);
    },
  };
}
