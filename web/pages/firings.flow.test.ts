import { expect } from 'chai';
import { createAccount } from '../../shared/accounts/store.ts';
import { recordFirings } from '../../shared/automod/firings.ts';
import { hit, noon } from '../../shared/automod/hit.fixture.ts';
import { createRule } from '../../shared/automod/rules.ts';
import { DAY, MINUTE } from '../../shared/core/clock.ts';
import type { Browser } from '../testing/browser.ts';
import { usePanel } from '../testing/panel.ts';

const password = 'correct horse battery';
const hostile = `<img src=x onerror=alert(1)>'"&`;
const guild = '100';
const base = `/admin/guilds/${guild}/automod`;
const timeout = { is: 'timeout', minutes: 90 } as const;

describe('the pages of firings', () => {
  const panel = usePanel();
  let moderator: Browser;
  let viewer: Browser;
  let guest: Browser;
  /** One that timed somebody out, one that warned, one of another guild. */
  let firings: string[];
  let rule = '';

  const open = async (path: string, browser = moderator) => {
    const page = await browser.get(path);
    expect(page.status, path).to.equal(200);
    return page.text;
  };
  const shownIn = (text: string) => [...text.matchAll(/automod\/firings\/(\d+)"/g)].map(([, id]) => id);

  before(async () => {
    const { db } = panel.database;
    await createAccount({ db }, { username: 'moderator', password, role: 'moderator' });
    await createAccount({ db }, { username: 'viewer', password, role: 'viewer' });
    const account = await createAccount({ db }, { username: 'guest', password, role: 'viewer' });
    await db('admin_users').where({ id: account.id }).update({ role: null });
    await db('guilds').insert([
      { id: guild, name: 'Harbor' },
      { id: '101', name: 'Secret' },
      { id: '102', name: 'Third' },
    ]);
    await db('staff_guild_roles').insert(
      [guild, '102'].map((id) => ({ user_id: account.id, guild_id: id, role: 'viewer' })),
    );
    await db('guild_channels').insert({ guild_id: guild, id: '200', name: 'general', type: 0, position: 0 });
    await db('discord_users').insert([
      { id: '900', username: 'ada' },
      { id: '901', username: hostile },
    ]);
    await db('guild_members').insert(['900', '901'].map((id) => ({ guild_id: guild, user_id: id })));
    const by = { actor: { kind: 'system', name: 'test' } } as const;
    const made = await createRule(
      { db },
      guild,
      { name: hostile, kind: 'message-count', action: timeout },
      by,
    );
    if (made.is !== 'created') throw new Error(made.is);
    rule = made.rule.id;
    const recorded = await recordFirings(
      { db },
      [
        hit(timeout, { rule, at: [0, 1, 2], deletes: true }),
        { ...hit({ is: 'warn' }, { user: '901', rule: '77' }), excerpt: `${hostile}\n</blockquote>` },
        hit(timeout, { guild: '101', rule: '78' }),
      ],
      { now: noon + MINUTE, policies: new Map() },
    );
    firings = recorded.firings.map(({ firing }) => firing);
    const later = new Date(Date.now() + DAY);
    await db('moderation_cases').where({ kind: 'timeout' }).update({ effect: 'done', ends_at: later });
    await db('automod_firing_messages')
      .where({ message_id: hit(timeout).burst })
      .update({ deletion: 'done' });
    [moderator, viewer, guest] = [panel.visit(), panel.visit(), panel.visit()];
    await moderator.logIn('moderator', password);
    await viewer.logIn('viewer', password);
    await guest.logIn('guest', password);
  });

  it('list them, newest first, by member, rule, outcome and day', async () => {
    const [one, two] = firings;
    const listed = async (query: string) => shownIn(await open(`${base}/firings?${query}`));
    expect(await listed('')).to.deep.equal([two, one]);
    expect(await listed('member=ada')).to.deep.equal([one]);
    expect(await listed('member=nobody')).to.deep.equal([]);
    expect(await listed(`rule=${rule}`)).to.deep.equal([one]);
    expect(await listed('rule=77')).to.deep.equal([two]);
    expect(await listed('rule=discord')).to.deep.equal([]);
    expect(await listed('outcome=acted&from=2026-01-05&to=2026-01-05')).to.deep.equal([two, one]);
    expect(await listed('from=2026-01-06')).to.deep.equal([]);
    expect(await listed('from=0001-01-01&to=x&outcome=x&rule=x')).to.deep.equal([two, one]);
    expect(await listed(`before=${two}`)).to.deep.equal([one]);
    expect(await open(`${base}/firings?rule=77`)).to.include('Rule 77 (removed)');
  });

  it('show new ones to whoever watches', async () => {
    const stream = await viewer.get(`${base}/firings/live`);
    expect(stream.headers.get('content-type')).to.include('text/event-stream');
    expect(await open(`${base}/firings`)).to.include(`data-source="${base}/firings/live"`);
    expect(await open(`${base}/firings?outcome=acted`)).to.not.include('data-source');
  });

  it('show those of all guilds only to whoever may see the guild', async () => {
    const everywhere = async (browser: Browser, query = '') =>
      shownIn(await open(`/admin/firings${query}`, browser));
    expect(await everywhere(viewer)).to.have.members(firings);
    expect(await everywhere(viewer, '?guild=101&kind=message-count')).to.deep.equal([firings[2]]);
    expect(await everywhere(guest)).to.deep.equal([firings[1], firings[0]]);
    for (const query of ['?guild=101', '?guild=101&from=2026-01-01', `?before=${firings[0]}`])
      expect(await everywhere(guest, query), query).to.deep.equal([]);
    expect(await open('/admin/firings?guild=101', guest)).to.not.include('Secret');
  });

  it('say why, what was done and where, as plain text', async () => {
    const text = await open(`${base}/firings/${firings[0]}`, viewer);
    expect(text)
      .to.include('3 messages within 10 seconds; 3 are too many')
      .and.include('✓ Holds')
      .and.include('Timeout of 1 hour 30 minutes')
      .and.include('Case 1, timeout')
      .and.include('Discord did it')
      .and.include('#general')
      .and.include(`https://discord.com/channels/100/200/`)
      .and.not.include('/undo"');
    const other = await open(`${base}/firings/${firings[1]}`);
    expect(other).to.include('&lt;/blockquote&gt;').and.include('Warned').and.include('removed since');
    for (const each of [text, other]) expect(each).to.not.match(/<img src=x|<script>|\son\w+="/);
    for (const path of [`${base}/firings/${firings[2]}`, `${base}/firings/x`, `${base}/firings/99999`])
      expect((await moderator.get(path)).status, path).to.equal(404);
  });

  it('undo one after a preview, by moderators, once', async () => {
    const path = `${base}/firings/${firings[1]}/undo`;
    expect((await viewer.get(path)).status).to.equal(403);
    expect(await open(path)).to.match(/Warnings withdrawn<\/dt><dd><bdi>1</);
    expect((await moderator.submit(path, {})).location).to.equal(`${base}/firings/${firings[1]}`);
    expect(await open(`${base}/firings/${firings[1]}`))
      .to.include('Undone by')
      .and.not.include('/undo"');
    expect((await moderator.get(path)).status, 'it is undone').to.equal(303);
    await moderator.submit(base.replace('/automod', ''), {}, path);
    expect(await open(`${base}/firings`), 'by whom it was undone').to.include('Undone.');
    expect(await panel.database.db('audit_entries').where({ action: 'automod.undone' })).to.have.length(1);
  });

  it('undo all of a rule in a time, if it is still what was looked at', async () => {
    const path = `${base}/undo`;
    const range = { rule, from: '2026-01-05T12:00', to: '2026-01-05T12:01' };
    const look = (changes: object) => open(`${path}?${new URLSearchParams({ ...range, ...changes })}`);
    expect(await open(path)).to.not.include('class="error"');
    expect(await look({ to: '2026-01-05T11:00' })).to.include('later than the beginning');
    expect(await look({ rule: '78' }), 'of another guild').to.include('Choose a rule.');
    expect(await look({ from: '2026-01-05T12:01', to: '2026-01-05T12:02' })).to.include('Nothing to undo');
    const shown = await look({});
    expect(shown)
      .to.match(/Timeouts lifted<\/dt><dd><bdi>1</)
      .and.include('Undo 1 firing');
    const stale = await moderator.submit(path, { ...range, firings: '2' });
    expect([stale.status, stale.text.includes('look again')]).to.deep.equal([409, true]);
    expect((await moderator.submit(path, { ...range, to: 'x', firings: '1' })).status).to.equal(422);
    const done = await moderator.submit(path, { ...range, firings: '1' });
    expect(done.location).to.equal(`${base}/firings?rule=${rule}`);
    expect(await open(`${base}/firings`)).to.include('Discord is asked to take back 1 timeout or ban');
    expect(
      await panel.database.db('moderation_cases').where({ lift: 'wanted' }).pluck('number'),
    ).to.deep.equal([1]);
    expect(await open(`${base}/firings/${firings[0]}`)).to.include('Being taken back');
  });
});
