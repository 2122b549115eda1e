import { expect } from 'chai';
import { createAccount, ensureOwner } from '../shared/accounts/store.ts';
import { openThrottle } from './http/throttle.ts';
import { usePanel } from './testing/panel.ts';

describe('the first password', () => {
  const panel = usePanel();
  const fresh = 'a sentence of my own';

  it('is asked for ten times at most, without closing the login', async () => {
    const username = 'ada';
    const staff = await createAccount(
      { db: panel.database.db },
      { username, password: fresh, role: 'viewer' },
    );
    const browser = panel.visit();
    await browser.logIn(username, fresh);
    const throttle = openThrottle({ redis: panel.redis.redis });
    for (let i = 0; i < 9; i++) await throttle.count('password', staff.id);
    const guess = { current: 'not the current one', fresh: 'another sentence', again: 'another sentence' };
    expect((await browser.submit('/admin/password', guess)).status).to.equal(422);
    expect((await browser.submit('/admin/password', guess)).status).to.equal(429);
    expect((await panel.visit().logIn(username, fresh)).status).to.equal(303);
    await panel.database.db('admin_users').delete();
  });

  it('must be changed before anything else, and is worth nothing afterwards', async () => {
    const made = await ensureOwner({ db: panel.database.db }, { username: 'owner' });
    if (!made) throw new Error('no owner was made');
    const browser = panel.visit();
    const elsewhere = panel.visit();
    await browser.logIn('owner', made.password);
    await elsewhere.logIn('owner', made.password);
    expect(await browser.get('/admin')).to.include({ status: 303, location: '/admin/password' });
    expect((await browser.get('/admin/queues', { accept: 'application/json' })).status).to.equal(403);

    const change = (current: string, next: string, again = next) =>
      browser.submit('/admin/password', { current, fresh: next, again });
    expect((await change(made.password, fresh, 'something else')).text).to.include('differ');
    expect((await change('not the current one', fresh)).text).to.include('current password is wrong');
    expect((await change(made.password, 'short')).text).to.include('at least 12');
    expect((await change(made.password, made.password)).text).to.include('is the current one');
    expect(await change(made.password, fresh)).to.include({ status: 303, location: '/admin/account' });
    expect((await browser.get('/admin/account')).text).to.include('Set up a second factor');

    expect((await browser.get('/admin')).status).to.equal(200);
    expect((await elsewhere.get('/admin')).location).to.match(/login/);
    expect((await elsewhere.get('/admin/login')).status).to.equal(200);
    expect((await panel.visit().logIn('owner', made.password)).status).to.equal(403);
    expect((await panel.visit().logIn('owner', fresh)).status).to.equal(303);
  });
});
