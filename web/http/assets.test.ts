import { expect } from 'chai';
import type { Context } from '../context.ts';
import { loadAssets } from './assets.ts';

describe('static files', () => {
  const assets = loadAssets(new URL('../static/', import.meta.url));

  async function fetched(path: string): Promise<string> {
    const [pathname = '', search = ''] = path.split('?');
    const answer = {
      path: pathname,
      method: 'GET',
      query: Object.fromEntries(new URLSearchParams(search)),
      state: {},
      body: undefined as unknown,
      set: () => {},
    };
    await assets.serve(answer as unknown as Context, async () => {});
    return String(answer.body);
  }

  it('are one style sheet and one script, however many files they come from', async () => {
    const style = await fetched(assets.at('style.css'));
    for (const part of ['--accent:', '.savebar', '.chart', 'max-width: 560px'])
      expect(style).to.include(part);
    const script = await fetched(assets.at('panel.js'));
    for (const part of ['data-savebar', 'data-picker', 'palette']) expect(script).to.include(part);
  });

  it('bring what pages need of libraries, and ask for no source map', async () => {
    for (const name of ['htmx.js', 'uplot.js', 'uplot.css'])
      expect(await fetched(assets.at(name)), name)
        .to.have.length.above(1_000)
        .and.not.include('sourceMappingURL');
  });

  it('load nothing from another host', async () => {
    for (const name of ['style.css', 'uplot.css'])
      expect(await fetched(assets.at(name)), name).to.not.match(/@import|url\(/);
  });
});
