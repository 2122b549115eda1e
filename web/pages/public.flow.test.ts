import { expect } from 'chai';
import { whole } from '../../shared/analytics/truncate-addresses.ts';
import { DAY } from '../../shared/core/clock.ts';
import { retention } from '../../shared/db/retention.ts';
import { usePanel } from '../testing/panel.ts';

describe('public pages', () => {
  const panel = usePanel();

  it('greets anyone without a cookie', async () => {
    const { status, text, headers } = await panel.visit().get('/');
    expect(status).to.equal(200);
    expect(text).to.include('<h1>');
    expect(headers.getSetCookie()).to.deep.equal([]);
  });

  it('tells what is kept of people and how long, in the numbers by which it is deleted', async () => {
    const [landing, privacy, terms] = await Promise.all(
      ['/', '/privacy', '/terms'].map((path) => panel.visit().get(path)),
    );
    for (const path of ['/privacy', '/terms']) expect(landing?.text).to.include(`href="${path}"`);
    expect(terms?.text).to.include('/privacy#rights');
    expect(privacy?.headers.getSetCookie()).to.deep.equal([]);
    const lifeOf = (table: string) =>
      privacy?.text.match(new RegExp(`id="kept-${table}".*?class="life">([^<]+)<`))?.[1];
    for (const { table, kept } of retention.filter((one) => lifeOf(one.table) !== undefined))
      expect(lifeOf(table), table).to.equal(kept === DAY ? '1 day' : `${kept / DAY} days`);
    for (const table of ['recent_messages', 'file_attachments', 'page_views', 'command_usages', 'kept_jobs'])
      expect(lifeOf(table), table).to.be.a('string');
    expect(privacy?.text).to.include(`cut short after ${whole / DAY} days`);
    expect(privacy?.text).to.include(
      `the address it was done from, which is cut short after ${whole / DAY} days`,
    );
    expect(privacy?.text).to.not.include('as long as the bot serves').and.not.include('all that is kept');
    for (const table of ['operations', 'idempotency_keys']) expect(lifeOf(table), table).to.be.a('string');
    expect(privacy?.text).to.match(/id="kept-webhook_deliveries".*?firings of rules/);
  });

  it('sends headers that keep everything foreign and inline out', async () => {
    for (const path of ['/', '/admin/login', '/nothing', '/static/style.css']) {
      const { headers } = await panel.visit().get(path);
      const policy = headers.get('content-security-policy');
      expect(policy, path).to.include("default-src 'none'").and.include("script-src 'self'");
      expect(policy).to.not.match(/unsafe|https?:|\*/);
      expect(headers.get('x-content-type-options')).to.equal('nosniff');
      expect(headers.get('x-frame-options')).to.equal('DENY');
      expect(headers.get('x-powered-by')).to.equal(null);
    }
  });

  it('uses nothing inline and nothing from elsewhere', async () => {
    for (const path of ['/', '/privacy', '/terms', '/admin/login', '/nothing'])
      expect((await panel.visit().get(path)).text, path).to.not.match(
        /<style|<script(?! src="\/static\/)| style=| on\w+=|(src|href)="(https?:|\/\/)/,
      );
  });

  it('answers errors to programs as problem+json, to people with a page, both with the id of the request', async () => {
    const program = await panel.visit().get('/nothing', { accept: 'application/json' });
    expect(program.status).to.equal(404);
    expect(program.headers.get('content-type')).to.include('application/problem+json');
    const id = program.headers.get('x-request-id');
    expect(JSON.parse(program.text)).to.include({ status: 404, code: 'not-found', requestId: id });
    const person = await panel.visit().get('/nothing');
    expect(person.text).to.include('Not found').and.include(person.headers.get('x-request-id'));
  });

  it('refuses what it cannot understand without breaking', async () => {
    const visitor = panel.visit();
    expect((await visitor.get('/%')).status).to.be.within(400, 404);
    expect((await visitor.post('/admin/login', { password: 'x'.repeat(50_000) })).status).to.equal(413);
    expect((await visitor.post('/', {})).status).to.equal(403);
    expect((await visitor.get('/static/..%2fapp.ts')).status).to.equal(404);
  });

  it('serves its files for as long as their version lasts', async () => {
    const { text } = await panel.visit().get('/');
    const style = text.match(/href="(\/static\/style\.css\?v=[^"]+)"/)?.[1] ?? '';
    const { status, headers } = await panel.visit().get(style);
    expect(status).to.equal(200);
    expect(headers.get('content-type')).to.include('text/css');
    expect(headers.get('cache-control')).to.include('immutable');
    const again = await panel.visit().get(style, {
      'if-none-match': headers.get('etag') ?? '',
      'cache-control': 'max-age=0', // otherwise fetch asks past every cache
    });
    expect(again.status).to.equal(304);
    expect((await panel.visit().get('/robots.txt')).text).to.include('Disallow: /admin');
    expect((await panel.visit().get('/favicon.ico')).headers.get('content-type')).to.include('svg');
  });
});
