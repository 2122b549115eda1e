import { expect } from 'chai';
import { ada, general, grace, guild, margaret, said, useVisitors } from './visitor.fixture.ts';

describe('sandbox page: acting as members', () => {
  const visitors = useVisitors();

  it('posts as the chosen member, and others see it live', async () => {
    const [one, other] = [await visitors.open(ada), await visitors.open(grace)];
    await one.fill('#message', 'from the page');
    await one.keyboard.press('Enter');
    await said(other, 'from the page').waitFor();
    const message = [...(visitors.sandbox.world.channels.get(general)?.messages.values() ?? [])].at(-1);
    expect(message).to.include({ content: 'from the page' });
    expect(message?.author.id).to.equal(ada);
    expect(await one.inputValue('#message')).to.equal('');
  });

  it('acts as whoever one searches for, and keeps that over a reload', async () => {
    const page = await visitors.open(ada);
    await page.locator('#member').fill('gra');
    await page.getByRole('option', { name: 'Grace' }).waitFor();
    await page.keyboard.press('Enter');
    await page.locator('#message[aria-label="Message as Grace"]').waitFor();
    expect(new URL(page.url()).searchParams.get('member')).to.equal(grace);
    await page.reload();
    await page.locator('#message[aria-label="Message as Grace"]').waitFor();
  });

  it('goes where a channel is chosen, and back with the browser', async () => {
    const page = await visitors.open(ada);
    await page.getByRole('link', { name: '# help' }).click();
    await page.getByRole('heading', { name: '# help' }).waitFor();
    await page.goBack();
    await page.getByRole('heading', { name: '# general' }).waitFor();
  });

  it('shows names and contents as text, whatever they are', async () => {
    const { sandbox } = visitors;
    const hostile = '<img src=x onerror=alert(1)><script>alert(2)</script>';
    sandbox.updateMember(guild, grace, { displayName: '<b>Grace</b>' });
    sandbox.message({
      guild,
      author: grace,
      content: `${hostile} [x](javascript:alert(3)) **bold** <t:1700000000:R>`,
    });
    const page = await visitors.open(ada);
    const message = page.locator('.message').last();
    expect(await message.locator('.text').textContent())
      .to.include(hostile)
      .and.to.include('[x](javascript:alert(3))');
    expect(await message.locator('.name').textContent()).to.equal('<b>Grace</b>');
    expect(await message.locator('strong').textContent()).to.equal('bold');
    expect(await message.locator('img, script, a').count()).to.equal(0);
    expect(await message.locator('.text time').textContent()).to.match(/years? ago|last year/);
  });

  it('says why something was refused, and keeps what was typed', async () => {
    visitors.sandbox.updateMember(guild, grace, {
      timeoutUntil: new Date(Date.now() + 60_000).toISOString(),
    });
    const page = await visitors.open(grace);
    await page.fill('#message', 'let <me> speak');
    await page.keyboard.press('Enter');
    await page.locator('#composer .refusal').waitFor();
    expect(await page.locator('#composer .refusal').textContent()).to.match(/grace/i);
    expect(await page.inputValue('#message')).to.equal('let <me> speak');
  });

  it('replies, reacts and deletes from the menu of a message', async () => {
    const { sandbox } = visitors;
    sandbox.message({ guild, author: grace, content: 'a question' });
    const page = await visitors.open(ada);
    await page.getByText('a question').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Reply' }).click();
    await page.keyboard.type('an answer');
    await page.keyboard.press('Enter');
    await said(page, '↪ Grace: a question').waitFor();
    await page.getByRole('button', { name: 'Actions on the message of Grace' }).press('Enter');
    await page.getByRole('menuitem', { name: 'React …' }).press('Enter');
    await page.getByRole('button', { name: 'React with 👍' }).click();
    const reaction = page.getByRole('button', { name: '👍, 1' });
    await reaction.click();
    await reaction.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Actions on the message of Grace' }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await said(page, '↪ a message that is gone').waitFor();
  });

  it('gives the focus back when a menu is left with Escape', async () => {
    visitors.sandbox.message({ guild, author: grace, content: 'a question' });
    const page = await visitors.open(ada);
    await page.locator('#message').focus();
    await page.getByText('a question').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Reply' }).waitFor();
    await page.keyboard.press('Escape');
    expect(await page.evaluate('document.activeElement.id')).to.equal('message');
  });

  it('tells of those whose presence is known', async () => {
    visitors.sandbox.presence(guild, grace, 'dnd');
    const page = await visitors.open(ada);
    await page.getByRole('button', { name: 'Grace do not disturb' }).waitFor();
    expect(await page.locator('.presence').count()).to.equal(1);
  });

  it('lets staff time somebody out, and shows it beside the chat', async () => {
    const page = await visitors.open(ada);
    const { sandbox } = visitors;
    sandbox.message({ guild, author: margaret, content: 'hello' });
    await page.locator('.message .name').last().click();
    await page.getByRole('menuitem', { name: 'Time out …' }).click();
    await page.getByLabel('Reason').fill('spam');
    await page.getByRole('dialog').getByRole('button', { name: 'Time out' }).click();
    await page.getByRole('tab', { name: 'Timeouts' }).click();
    await page.getByRole('button', { name: 'End the timeout of margaret' }).waitFor();
    await page.getByRole('tab', { name: 'Audit log' }).click();
    await page.getByText('“spam”').waitFor();
  });

  it('writes to the bot directly', async () => {
    const page = await visitors.open(ada);
    await page.getByRole('link', { name: '✉ Smarter Dev' }).click();
    await page.getByRole('heading', { name: '✉ Smarter Dev' }).waitFor();
    await page.fill('#message', 'just between us');
    await page.keyboard.press('Enter');
    await said(page, 'just between us').waitFor();
    const direct = [...visitors.sandbox.world.channels.values()].find(({ guildId }) => guildId === null);
    expect([...(direct?.messages.values() ?? [])].map(({ content }) => content)).to.deep.equal([
      'just between us',
    ]);
  });

  it('attaches files by their names and sizes', async () => {
    const page = await visitors.open(ada);
    await page.getByRole('button', { name: 'Attach a file' }).click();
    await page.getByLabel('Name').fill('report.pdf');
    await page.getByLabel('Size in bytes').fill('2048');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Remove report.pdf' }).waitFor();
    await page.getByRole('button', { name: 'Send' }).click();
    await page.locator('.attachment', { hasText: 'report.pdf 2.0 KB' }).waitFor();
  });
});
