import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { createSquad } from '../../../shared/squads/store.ts';
import { roleId, userId } from '../index.ts';
import { patience, useRealBot } from './real-bot.fixture.ts';
import { ada, beginCommand, general, grace, guild, margaret, runCommand, said } from './visitor.fixture.ts';

const linus = userId('linus');

describe('sandbox page: with the real bot beside it', () => {
  const bot = useRealBot();

  it('pays a member for their message before their eyes, and tells them what they have', async () => {
    const page = await bot.open(ada);
    await actAs(page, 'Grace');
    await earn(page, 'good morning');
    await runCommand(page, 'bytes re');
    await said(page, 'Grace used /bytes read').waitFor();
    await page.locator('.embed').waitFor();
    expect(await fieldsOf(page)).to.include({ Balance: '110 bytes', Received: '10 bytes', Streak: '1 day' });
    await bot.settle();
    const [posted] = messagesOf(grace);
    const reactions = bot.sandbox.did({ is: 'reaction', by: bot.sandbox.botId });
    expect(reactions.filter(({ target }) => target === posted?.id)).to.have.length(1);
  });

  it('moves what a member sends, tells them alone what is left and everybody what for', async () => {
    const page = await bot.open(ada);
    await earn(page, 'hello from Ada');
    await beginCommand(page, '/bytes se');
    await page.keyboard.type('marg');
    await page.getByRole('option', { name: 'margaret' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Remove margaret' }).waitFor();
    await page.getByLabel('amount').fill('10');
    await page.getByRole('button', { name: '+ reason' }).click();
    await page.getByLabel('reason').fill('a good review');
    await page.keyboard.press('Enter');
    const confirmation = page.locator('.message.private', { hasText: 'You sent @margaret 10 bytes.' });
    await confirmation.waitFor();
    expect(await confirmation.textContent()).to.include('You have 100 bytes left.');
    const line = page.locator('.message:not(.private)', { hasText: 'Ada sent @margaret 10 bytes' });
    await line.waitFor();
    expect(await line.locator('.mention').allTextContents()).to.deep.equal(['@Ada', '@margaret']);

    await actAs(page, 'margaret');
    await page.locator('.message.for-me', { hasText: 'a good review' }).waitFor();
    expect(await confirmation.count()).to.equal(0);
    await runCommand(page, 'bytes re');
    await said(page, 'margaret used /bytes read').waitFor();
    const account = page.locator('.embed', { hasText: '@margaret' });
    await account.waitFor();
    expect(await fieldsOf(page)).to.include({ Balance: '10 bytes', Received: '10 bytes' });

    await bot.settle();
    const lines = messagesOf(bot.sandbox.botId).filter(({ content }) => content.includes(ada));
    expect(lines.map(({ content }) => content)).to.deep.equal([
      `<@${ada}> sent <@${margaret}> 10 bytes: a good review`,
    ]);
    expect(lines[0]?.mentions.map(({ id }) => id)).to.include(margaret);
  });

  it('lets a member into a squad for nothing, and into another for a fee once they confirm', async () => {
    const [red, blue] = [await makeSquad('Red', 'Member'), await makeSquad('Blue', 'Veteran')];
    const page = await bot.open(linus);
    await earn(page, 'hello from a penguin');
    await runCommand(page, 'squads jo');
    await said(page, 'Which squad do you want to join? It is free.').waitFor();
    await page.getByRole('button', { name: 'Red', exact: true }).click();
    await said(page, 'You are in Red now.').waitFor();
    await hasRole(red);
    expect(await balance()).to.equal('110');

    await runCommand(page, 'squads jo');
    await said(page, 'It costs 50 bytes; you have 110 bytes.').waitFor();
    await page.getByRole('button', { name: 'Blue', exact: true }).click();
    await said(page, 'Leave Red and join Blue? It costs 50 bytes.').waitFor();
    expect(roles()).to.deep.equal([red]);
    await page.getByRole('button', { name: 'Confirm' }).click();
    await said(page, 'You left Red and are in Blue now.').waitFor();
    await hasRole(blue);
    expect(await balance()).to.equal('60');

    await bot.settle();
    const [first, ...swap] = bot.sandbox
      .did({ is: 'roles', target: linus, by: bot.sandbox.botId })
      .map(({ more }) => more);
    expect(first).to.deep.equal({ added: [red], removed: [] });
    expect(swap).to.have.deep.members([
      { added: [], removed: [red] },
      { added: [blue], removed: [] },
    ]);
  });

  /** With that role of the sandbox, whose id it resolves with. */
  async function makeSquad(name: string, roleName: string): Promise<string> {
    const role = roleId(guild, roleName);
    const rest = { description: '', active: true, capacity: null, welcome: null };
    const { is } = await createSquad(bot.database, guild, { name, role, ...rest });
    expect(is).to.equal('created');
    return role;
  }
  const roles = () => bot.sandbox.world.guilds.get(guild)?.members.get(linus)?.roles ?? [];
  const hasRole = (role: string) =>
    bot.sandbox.waitFor(() => roles().length === 1 && roles()[0] === role, patience, 'one role alone');
  const balance = async () => {
    const row = await bot.database.db('guild_members').where({ guild_id: guild, user_id: linus }).first();
    return row.balance;
  };

  const messagesOf = (author: string) =>
    [...(bot.sandbox.world.channels.get(general)?.messages.values() ?? [])].filter(
      (message) => message.author.id === author,
    );
}).timeout(3 * patience);

/** Posts the first message of the member's day, and sees it paid. */
async function earn(page: Page, text: string): Promise<void> {
  await page.fill('#message', text);
  await page.keyboard.press('Enter');
  const reaction = page.locator('.message', { hasText: text }).locator('.reaction');
  await reaction.waitFor();
  expect(await reaction.textContent()).to.match(/^\S+ 1$/);
}

async function actAs(page: Page, name: string): Promise<void> {
  await page.locator('#member').fill(name);
  await page.getByRole('option', { name }).waitFor();
  await page.keyboard.press('Enter');
  await page.locator(`#message[aria-label="Message as ${name}"]`).waitFor();
}

/** Of the embed that was shown last, by name. */
async function fieldsOf(page: Page): Promise<Record<string, string>> {
  const embed = page.locator('.embed').last();
  const texts = (kind: string) => embed.locator(kind).allTextContents();
  const [names, values] = await Promise.all([texts('dt'), texts('dd')]);
  return Object.fromEntries(names.map((name, n) => [name, values[n] ?? '']));
}
