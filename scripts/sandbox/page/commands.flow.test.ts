import { expect } from 'chai';
import { ada, beginCommand, grace, guild, runCommand, said, useVisitors } from './visitor.fixture.ts';

describe('sandbox page: using the bot', () => {
  const visitors = useVisitors();

  it('fills a command in by keyboard, typed as its options are', async () => {
    const page = await visitors.open(ada);
    await beginCommand(page, '/bytes se');
    await page.keyboard.type('grace');
    await page.getByRole('option', { name: 'Grace' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Remove Grace' }).waitFor();
    await page.keyboard.type('99');
    await page.keyboard.press('Enter');
    await page.locator('.command .refusal', { hasText: 'more than 50' }).waitFor();
    await page.getByLabel('amount').fill('12');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.getByRole('button', { name: '+ quietly' }).click();
    await page.getByLabel('quietly').selectOption('yes');
    await page.keyboard.press('Enter');
    await said(page, 'Ada used /bytes send').waitFor();
    const answer = await said(page, /^sent \{/).textContent();
    expect(JSON.parse(answer?.slice(5) ?? '')).to.deep.equal({ user: grace, amount: 12, quietly: true });
    expect(await page.evaluate('document.activeElement.id')).to.equal('message');
  });

  it('runs a command with Enter, also from what was chosen; Delete takes the choice back', async () => {
    const page = await visitors.open(ada);
    const choose = async (name: string) => {
      await page.getByRole('option', { name }).waitFor();
      await page.getByRole('option', { name }).click();
      await page.getByRole('button', { name: `Remove ${name}` }).waitFor();
    };
    await beginCommand(page, '/bytes se');
    await choose('Ada');
    await page.keyboard.type('12');
    await page.getByRole('button', { name: 'Remove Ada' }).press('Delete');
    await choose('Grace');
    await page.getByRole('button', { name: 'Remove Grace' }).press('Enter');
    const answer = await said(page, /^sent \{/).textContent();
    expect(JSON.parse(answer?.slice(5) ?? '')).to.deep.equal({ user: grace, amount: 12 });
  });

  it('keeps the name of the option in sight while it suggests', async () => {
    const page = await visitors.open(ada, { viewport: { width: 360, height: 740 } });
    await beginCommand(page, '/bytes se');
    await page.getByRole('option', { name: 'Grace' }).waitFor();
    const list = await page.locator('.command .suggestions:visible').boundingBox();
    const title = await page.locator('.command legend').boundingBox();
    expect((list?.y ?? 0) + (list?.height ?? 0)).to.be.at.most(title?.y ?? 0);
    expect(list?.y).to.be.at.least(0);
  });

  it('leaves nothing in the field of a command that was given up', async () => {
    const page = await visitors.open(ada);
    await beginCommand(page, '/choic');
    await page.getByRole('button', { name: 'Cancel' }).click();
    expect(await page.inputValue('#message')).to.equal('');
    await beginCommand(page, '/choic');
    await page.keyboard.press('Escape');
    expect(await page.inputValue('#message')).to.equal('');
  });

  it('does not run a command as if what was typed and not chosen were not there', async () => {
    const page = await visitors.open(ada);
    await beginCommand(page, '/bytes se');
    await page.keyboard.type('nobody at all');
    await page.getByLabel('amount').fill('12');
    await page.keyboard.press('Enter');
    await page.locator('.command .refusal', { hasText: 'meant by user' }).waitFor();
    expect(visitors.sandbox.did({ is: 'interaction' })).to.deep.equal([]);
  });

  it('suggests what the bot suggests, and sends the value behind it', async () => {
    const page = await visitors.open(ada);
    await beginCommand(page, '/article');
    await page.keyboard.type('life');
    await page.getByRole('option', { name: 'lifetimes' }).waitFor();
    await page.getByRole('option', { name: 'traits' }).waitFor({ state: 'detached' });
    await page.keyboard.press('Enter');
    await page.getByRole('option', { name: 'lifetimes' }).waitFor({ state: 'hidden' });
    await page.keyboard.press('Enter');
    await said(page, 'the article topic:lifetimes').waitFor();
  });

  it('shows an ephemeral answer with its embed to its member alone, and presses its button', async () => {
    const [page, other] = [await visitors.open(ada), await visitors.open(grace)];
    await runCommand(page, 'bytes bal');
    await said(page, 'You have 512 bytes').waitFor();
    await said(page, 'Only you can see this').waitFor();
    expect(await page.locator('.embed dt').textContent()).to.equal('Streak');
    expect(
      await page.evaluate(`getComputedStyle(document.querySelector('.embed')).borderLeftColor`),
    ).to.equal('rgb(18, 171, 52)');
    visitors.sandbox.message({ guild, author: ada, content: 'afterwards' });
    await said(other, 'afterwards').waitFor();
    expect(await other.getByText('512').count()).to.equal(0);
    await page.getByRole('button', { name: 'Again' }).click();
    await said(page, 'once more').waitFor();
    expect(await page.getByRole('button', { name: 'Again' }).count()).to.equal(0);
  });

  it('chooses from selects, of options and of users', async () => {
    const page = await visitors.open(ada);
    await runCommand(page, 'choices');
    await page.getByRole('button', { name: 'A colour' }).press('Enter');
    await page.getByRole('button', { name: 'Blue' }).press('Enter');
    await said(page, 'the colour b').waitFor();
    await page.getByRole('button', { name: 'Somebody' }).press('Enter');
    await page.keyboard.type('grac');
    await page.getByRole('option', { name: 'Grace' }).waitFor();
    await page.keyboard.press('Enter');
    await said(page, `chose ${grace}`).waitFor();
  });

  it('fills the bot’s form in; a refusal leaves it as it was', async () => {
    const page = await visitors.open(ada);
    await runCommand(page, 'feedback');
    const dialog = page.getByRole('dialog', { name: 'What do you think?' });
    await dialog.getByLabel('Title').fill('no');
    await dialog.getByLabel('Colour').selectOption('r');
    await dialog.getByRole('button', { name: 'Send' }).click();
    await dialog.getByRole('alert').waitFor();
    expect(await dialog.getByLabel('Title').inputValue()).to.equal('no');
    await dialog.getByLabel('Title').fill('not bad');
    await dialog.getByRole('button', { name: 'Send' }).click();
    const got = await said(page, /^got \[/).textContent();
    expect(got).to.include('"value":"not bad"').and.to.include('"values":["r"]');
    expect(await page.getByRole('dialog').count()).to.equal(0);
  });

  it('runs the bot’s entries in the menus of messages and members', async () => {
    const { id } = visitors.sandbox.message({ guild, author: grace, content: 'worth keeping' });
    const page = await visitors.open(ada);
    await page.getByText('worth keeping').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Bookmark' }).click();
    await said(page, `kept ${id}`).waitFor();
    await page.getByRole('button', { name: 'Grace', exact: true }).first().click();
    await page.getByRole('menuitem', { name: 'About them' }).click();
    await said(page, `about ${grace}`).waitFor();
  });

  it('tells who asked, and nobody else, that the bot did not respond', async () => {
    const [page, other] = [await visitors.open(ada), await visitors.open(grace)];
    await runCommand(page, 'bytes mu');
    await said(page, 'Sent /bytes mute; waiting for the bot').waitFor();
    visitors.pass(3_000);
    visitors.sandbox.message({ guild, author: grace, content: 'meanwhile' });
    await said(other, 'meanwhile').waitFor();
    await said(page, 'The application did not respond (/bytes mute).').waitFor();
    expect(await other.getByText('did not respond').count()).to.equal(0);
  });
});
