import type { Page as Tab } from 'playwright-core';

/** What only follows from something done on a page, and how one comes to see it. */
export const states: Record<
  string,
  { path: string; reach(tab: Tab, again: () => Promise<Tab>): Promise<void> }
> = {
  'a form with a fault': {
    path: '/admin/guilds/:guildId/settings/:feature',
    async reach(tab) {
      await tab.evaluate("document.querySelector('#f-dailyAmount').form.noValidate = true");
      await review(tab, '-5');
      await tab.getByText('Nothing was saved').waitFor();
    },
  },
  'changes to be confirmed': {
    path: '/admin/guilds/:guildId/settings/:feature',
    async reach(tab) {
      await review(tab, '13');
      await tab.getByRole('button', { name: 'Save', exact: true }).waitFor();
    },
  },
  'a conflict': {
    path: '/admin/guilds/:guildId/settings/:feature',
    async reach(tab, again) {
      const other = await again();
      await review(other, '14');
      await other.getByRole('button', { name: 'Save', exact: true }).click();
      await other.getByText('Saved as version').waitFor();
      await review(tab, '15');
      await tab.getByText('Discard mine').first().waitFor();
    },
  },
  'an import to be confirmed': {
    path: '/admin/guilds/:guildId/settings/transfer',
    async reach(tab) {
      const link = tab.getByRole('link', { name: 'Download YAML' });
      const exported = await tab.request.get(
        new URL((await link.getAttribute('href')) ?? '', tab.url()).href,
      );
      const text = (await exported.text()).replace(/startingBalance: \d+/, 'startingBalance: 321');
      await tab.getByLabel('YAML or JSON').fill(text);
      await tab.getByRole('button', { name: 'Review changes' }).click();
      await tab.getByText('321').first().waitFor();
    },
  },
  'a key that was made': {
    path: '/admin/keys',
    async reach(tab) {
      await tab.getByRole('textbox', { name: 'Name', exact: true }).fill('axe');
      await tab.getByRole('checkbox', { name: 'read', exact: true }).check();
      await tab.getByRole('button', { name: 'Make the key' }).click();
      await tab.getByText('shown only this once').waitFor();
    },
  },
};

async function review(tab: Tab, amount: string): Promise<void> {
  await tab.getByLabel('Daily amount').fill(amount);
  await tab.getByRole('button', { name: 'Review changes' }).click();
}
