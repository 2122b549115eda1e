import { expect } from 'chai';
import { type Demo, demoPassword, seedDemo } from '../../scripts/screenshots/demo.ts';
import { kindNames } from '../../shared/maintenance/kinds.ts';
import { countQueries } from '../../shared/testing/queries.ts';
import type { Browser } from '../testing/browser.ts';
import { usePanel } from '../testing/panel.ts';

describe('maintenance in the panel', () => {
  const panel = usePanel({ RETENTION: { page_views: 30 } });
  let demo: Demo;
  let admin: Browser;

  before(async function () {
    this.timeout(60_000);
    demo = await seedDemo(panel.database, { now: Date.now() });
    admin = panel.visit();
    await admin.logIn('admin', demoPassword);
  });

  const runs = () => panel.database.db('maintenance_runs').orderBy('id', 'desc');
  const form = (kind: string, query = '') => `/admin/database/new/${kind}${query}`;

  it('shows before it is begun what it would be about, with few queries', async () => {
    for (const kind of kindNames)
      for (const query of [
        '',
        `?guild=${demo.guildId}`,
        '?table=page_views',
        '?find=e',
        '?guild=x&table=%00',
      ]) {
        const sent = await countQueries(panel.database.db, async () => {
          const { status, text } = await admin.get(form(kind, query));
          expect(status, `${kind}${query}`).to.equal(200);
          const isReady = kind !== 'cache-flush' || query.startsWith(`?guild=${demo.guildId}`);
          expect(text.includes('class="panel confirm'), `${kind}${query}`).to.equal(isReady);
        });
        expect(sent, `${kind}${query}`).to.have.length.below(9);
      }
    for (const path of [
      form('nonsense'),
      form('vacuum', '?table=pg_class'),
      form('ledger-check', '?guild=42'),
    ])
      expect((await admin.get(path)).status, path).to.equal(404);
    expect((await admin.get('/admin/database/tables/pg_class')).status).to.equal(404);
    expect((await admin.get('/admin/database/tables/bytes%22')).status).to.equal(404);
  });

  it('tells everywhere how long rows stay as it was chosen', async () => {
    expect((await admin.get(form('retention'))).text).to.match(/page_views<.*?30 days<.*?7 to 400</);
    const table = async (name: string) => (await admin.get(`/admin/database/tables/${name}`)).text;
    expect(await table('page_views')).to.include('stay for 30 days. RETENTION may name 7 to 400 days.');
    expect(await table('hourly_stats')).to.include('stay for 400 days, those of single guilds for 90 days.');
    expect(await table('bytes')).to.include('stay for good: it is what members own');
    expect((await admin.get('/privacy')).text).to.match(/id="kept-page_views".*?class="life">30 days</);
    expect((await admin.get('/admin/analytics/views')).text).to.include('They stay for 30 days');
  });

  it('is begun once, however often it is sent, and cancelled', async () => {
    const first = await admin.submit(form('ledger-check'), { guild: demo.guildId });
    expect(first.status).to.equal(303);
    expect(first.location).to.match(/^\/admin\/database\/runs\/\d+$/);
    const second = await admin.submit(form('ledger-check'), { guild: demo.guildId });
    expect(second.location).to.equal(first.location);
    const path = first.location ?? '';
    const page = await admin.get(path);
    expect(page.text).to.contain('under way already').and.contain('Waits for a worker');
    expect((await admin.get(`${path}/live`)).text).to.contain('retry');
    for (const said of ['Cancelled.', 'It was over already.']) {
      expect((await admin.submit(path, {}, `${path}/cancel`)).location).to.equal(path);
      expect((await admin.get(path)).text).to.contain(said);
    }
    const entries = await panel.database
      .db('audit_entries')
      .whereLike('action', 'maintenance.%')
      .orderBy('id');
    expect(entries.map(({ action, actor_name, guild_id }) => [action, actor_name, guild_id])).to.deep.equal([
      ['maintenance.asked', 'admin', demo.guildId],
      ['maintenance.cancelled', 'admin', demo.guildId],
    ]);
  });

  it('begins nothing of what cannot be read, and is nothing for those who are no admins', async () => {
    const before = await runs();
    const bad: [string, Record<string, string>][] = [
      ['ledger-check', { guild: 'x' }],
      ['ledger-check', { guild: '42' }],
      ['vacuum', { table: 'bytes; DROP TABLE bytes' }],
      ['vacuum', { table: 'pg_class' }],
      ['cache-flush', {}],
      ['retention', { guild: demo.guildId }],
    ];
    for (const [kind, fields] of bad)
      expect((await admin.submit(form(kind), fields)).status, kind).to.equal(422);
    expect((await admin.submit(form('vacuum'), {}, form('nonsense'))).status).to.equal(404);
    expect((await admin.get('/admin/database/runs/9999')).status).to.equal(404);
    expect((await admin.get('/admin/database/runs/9999/live')).status).to.equal(404);
    for (const who of ['moderator', 'elsewhere']) {
      const visitor = panel.visit();
      await visitor.logIn(who, demoPassword);
      for (const path of ['/admin/database', form('vacuum'), '/admin/database/runs'])
        expect((await visitor.get(path)).status, `${who} at ${path}`).to.be.oneOf([403, 404]);
      expect((await visitor.submit('/admin', {}, form('vacuum'))).status).to.be.oneOf([403, 404]);
    }
    expect(await runs()).to.have.length(before.length);
  });
});
