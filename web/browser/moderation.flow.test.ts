import { expect } from 'chai';
import { userId } from '../../scripts/sandbox/index.ts';
import { demoPassword } from '../../scripts/screenshots/demo.ts';
import { demoSecret } from '../../scripts/screenshots/panel.ts';
import { createAccount } from '../../shared/accounts/store.ts';
import { createRule } from '../../shared/automod/rules.ts';
import { MINUTE } from '../../shared/core/clock.ts';
import { silent } from '../../shared/core/log.ts';
import type { Snowflake } from '../../shared/core/snowflake.ts';
import { act } from '../../shared/moderation/act.ts';
import { signCasesLink } from '../../shared/moderation/my-cases-link.ts';
import { report } from '../../shared/moderation/reports.ts';
import { usePanel } from '../testing/panel.ts';
import { eventually, useCommunity } from './community.fixture.ts';
import { keyboardOn, mouseOn } from './hands.fixture.ts';
import { useBrowser } from './harness.fixture.ts';
import { pathOf } from './steps.fixture.ts';

const patience = { timeout: MINUTE };
const tooMany = 3;

describe('moderation in the panel', function () {
  this.timeout(3 * MINUTE);
  const panel = usePanel();
  const community = useCommunity(panel, { effects: true });
  const browser = useBrowser(panel);
  const base = `/admin/guilds/${community.guild}`;

  before(async () => {
    const { db } = panel.database;
    await createAccount({ db }, { username: 'moderator', password: demoPassword, role: 'moderator' });
    const by = { actor: { kind: 'system', name: 'test' } } as const;
    const rule = {
      ...{ name: 'Flood', kind: 'message-count', settings: { atLeast: tooMany, seconds: 60 } },
      ...{ mode: 'enforce', action: { is: 'timeout', minutes: 60 } },
    };
    const made = await createRule({ db }, community.guild, rule, by);
    if (made.is !== 'created') throw new Error(JSON.stringify(made));
  });

  const open = async (path: string) => {
    const page = await browser.open({ as: 'moderator' });
    await page.goto(path);
    return page;
  };
  const timeouts = (target: Snowflake) => community.sandbox.did({ is: 'timeout', target });

  it('works a case from its firing to the appeal that is accepted', async () => {
    const author = userId('member1');
    for (let i = 0; i < tooMany; i++)
      community.sandbox.message({ guild: community.guild, author, content: `message ${i}` });
    await community.sandbox.waitFor(() => timeouts(author).length === 1, MINUTE, 'a timeout');

    const page = await open(`${base}/automod/firings`);
    const by = mouseOn(page);
    const button = (name: string) => page.getByRole('button', { name, exact: true });
    await page.getByRole('row').filter({ hasText: 'Acted' }).first().waitFor(patience);
    await by.follow(page.getByRole('row').filter({ hasText: 'Acted' }).getByRole('link').first());
    await by.follow(page.getByRole('link', { name: 'Case 1, timeout' }));
    const casePage = page.url();
    await eventually(async () => {
      await page.reload();
      return (await page.getByText('Discord did it').count()) > 0;
    });
    await by.write(page.getByLabel('Add a note'), 'First time.');
    await by.follow(button('Add'));
    await page.getByText('First time.').waitFor();

    const link = { guild: community.guild, user: author, name: 'member1' };
    const member = await browser.open();
    await member.goto(`/mycases/${signCasesLink({ clock: panel.clock, secret: demoSecret }, link)}`);
    const theirs = mouseOn(member);
    await theirs.follow(member.getByRole('link', { name: 'Case 1', exact: true }));
    expect(await member.content(), 'notes are for moderators').to.not.include('First time.');
    await theirs.write(member.getByLabel('What you want to say'), 'My cat sat on the keyboard.');
    await theirs.follow(member.getByRole('button', { name: 'Send' }));

    await page.goto(casePage);
    await page.getByText('My cat sat on the keyboard.').waitFor();
    await by.follow(page.getByRole('link', { name: 'Waits for an answer' }));
    await by.tick(page.getByRole('radio', { name: 'Accept' }));
    await by.write(page.getByRole('textbox', { name: 'Answer' }), 'Cats do.');
    await by.follow(button('Review'));
    await by.follow(button('Accept'));
    await community.sandbox.waitFor(() => timeouts(author).length === 2, MINUTE, 'its end');
    expect(timeouts(author).at(-1)?.more).to.deep.include({ until: null });
    await page.goto(casePage);
    await page.getByText('Resolved', { exact: true }).first().waitFor();
    await member.reload();
    await member.getByText('Cats do.').waitFor();
  });

  it('handles a report with the keyboard alone', async () => {
    const { db } = panel.database;
    const author = userId('member4');
    const content = 'free gift cards at g1ft.example';
    const { id, channel_id } = community.sandbox.message({ guild: community.guild, author, content });
    const told = { reporter: userId('member5'), reporterName: 'member5', reason: 'A scam.' };
    const place = { guild: community.guild, channel: channel_id, message: id };
    const made = await report({ db }, { ...place, author, excerpt: content, ...told });
    if (made.is !== 'reported') throw new Error(made.is);

    const page = await open(`${base}/reports`);
    const by = keyboardOn(page);
    const button = (name: string) => page.getByRole('button', { name, exact: true });
    await by.follow(page.getByRole('row').filter({ hasText: content }).getByRole('link').first());
    await page.getByText('A scam.').waitFor();
    await by.follow(page.getByRole('link', { name: 'Act', exact: true }));
    await page.getByLabel('What', { exact: true }).selectOption('timeout');
    await by.write(page.getByLabel('For how long'), '1h');
    await by.write(page.getByRole('combobox', { name: 'Reason' }), 'Scam.');
    await by.follow(button('Review'));
    await by.follow(button('Time out the member'));
    await page.getByText('Handled by').waitFor();
    expect(pathOf(page)).to.equal(`${base}/reports/${made.id}`);
    await community.sandbox.waitFor(() => timeouts(author).length === 1, MINUTE, 'a timeout');
    await by.follow(page.getByRole('link', { name: /^Case \d+$/ }));
    await page.getByText(content).waitFor();
    await page.goto(`${base}/reports`);
    await page.getByText('Nothing waits.').waitFor();
  });

  it('opens a case, and asks Discord again for what it refused', async () => {
    const bans = () => community.sandbox.did({ is: 'ban', target: userId('member2') });
    community.sandbox.trouble.refuseRest({ status: 403, code: 50013, times: 1, match: /PUT .*\/bans\// });
    const page = await open(`${base}/cases/new`);
    const by = mouseOn(page);
    const button = (name: string) => page.getByRole('button', { name, exact: true });
    await by.write(page.getByRole('textbox', { name: 'Members' }), 'member2');
    await page.getByLabel('What', { exact: true }).selectOption('ban');
    await by.follow(button('Review'));
    await by.follow(button('Ban the member'));
    await page.getByRole('heading', { name: /^Case \d+: Ban$/ }).waitFor();
    await eventually(async () => {
      await page.goto(`${base}/failed-effects`);
      return (await page.getByRole('row').filter({ hasText: 'Ban' }).count()) > 0;
    });
    expect(bans()).to.deep.equal([]);
    await by.follow(page.getByRole('button', { name: /^Retry: Ban/ }));
    await page.getByText('Discord is asked again.').waitFor();
    await community.sandbox.waitFor(() => bans().length === 1, MINUTE, 'the ban');
  });

  it('finds cases in all guilds with the keyboard alone', async () => {
    const other = await community.join({ name: 'Elsewhere', members: [{ name: 'member3' }] });
    const order = (guild: Snowflake, operation: string, user: string) => ({
      ...{
        guild,
        operation,
        kind: 'warn' as const,
        reason: `In ${guild}`,
        seconds: null,
        user: userId(user),
      },
      ...{ actor: { kind: 'system', name: 'test' } as const, deleteMessageSeconds: 0, evidence: null },
    });
    const deps = { db: panel.database.db, log: silent };
    const orders = [
      order(community.guild, 'a', 'member3'),
      order(other, 'b', 'member3'),
      order(other, 'c', 'x'),
    ];
    await act(deps, orders, Date.now());
    const page = await open('/admin');
    const by = keyboardOn(page);
    await by.follow(page.getByRole('link', { name: 'Cases', exact: true }));
    await by.write(page.getByLabel('Member or number'), 'member3');
    await by.follow(page.getByRole('button', { name: 'Filter' }));
    const rows = page.getByRole('row').filter({ hasText: 'Warning' });
    expect(await rows.count()).to.equal(2);
    await by.follow(rows.filter({ hasText: 'Elsewhere' }).getByRole('link').first());
    await page.getByText(`In ${other}`).first().waitFor();
    expect(pathOf(page)).to.equal(`/admin/guilds/${other}/cases/1`);
  });
});
