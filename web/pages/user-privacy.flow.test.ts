import { expect } from 'chai';
import { demoPassword, seedDemo } from '../../scripts/screenshots/demo.ts';
import { usePanel } from '../testing/panel.ts';

describe('export and deletion in the panel', () => {
  const panel = usePanel();

  it('begins once the id was typed', async () => {
    const { db } = panel.database;
    const { userId } = await seedDemo(panel.database, { now: Date.now() });
    const owner = panel.visit();
    await owner.logIn('owner', demoPassword);
    const base = `/admin/users/${userId}/privacy`;
    expect((await owner.get(base)).text).to.include('Export as a zip');
    expect((await owner.get(`${base}/export`)).headers.get('content-type')).to.equal('application/zip');
    const told = db('audit_entries').where({ action: 'user.exported' });
    expect(await told.pluck('subject')).to.deep.equal([userId]);
    const shown = await owner.get(`${base}/forget`);
    expect(shown.text).to.include('This cannot be taken back');
    const refused = await owner.submit(`${base}/forget`, { confirm: 'yes' });
    expect(refused.status).to.equal(422);
    expect(refused.text).to.include(`Type ${userId} to confirm.`);
    expect(await db('forget_runs')).to.have.length(0);
    await db('moderation_cases').update({ effect: 'none', lift: 'none', ends_at: null });
    expect((await owner.submit(`${base}/forget`, { confirm: ` ${userId} ` })).status).to.equal(303);
    expect((await owner.get(base)).text)
      .to.include('Asked for by')
      .and.not.include('Delete…');
    expect((await owner.get('/admin/users/77/privacy')).text).to.include('Nothing is held');
    expect((await owner.get('/admin/users/77/privacy/export')).status).to.equal(404);
  });
});
