import { expect } from 'chai';
import { useVisitors } from './visitor.fixture.ts';

describe('sandbox page: making trouble', () => {
  const visitors = useVisitors();

  it('switches each lasting kind on and off, and tells what is on', async () => {
    const page = await visitors.open();
    await page.getByRole('tab', { name: 'Trouble' }).click();
    const summary = page.locator('.trouble > [role=status]');
    await summary.getByText('Nothing is switched on.').waitFor();
    const calm = visitors.sandbox.trouble.state;
    const labels = ['Withhold acks', 'Send twice', 'Delay', 'Reorder', 'Let them fail', 'Storm'];
    for (const name of labels) {
      await page.getByRole('button', { name, exact: true, pressed: false }).click();
      await summary.getByText(`Now: ${name.toLowerCase()}.`).waitFor();
      expect(visitors.sandbox.trouble.state, name).to.not.deep.equal(calm);
      await page.getByRole('button', { name, exact: true, pressed: true }).click();
      await summary.getByText('Nothing is switched on.').waitFor();
      expect(visitors.sandbox.trouble.state, name).to.deep.equal(calm);
    }
  });

  it('shows what others have switched on, until all is ended', async () => {
    visitors.sandbox.trouble.delay(700);
    visitors.sandbox.trouble.refuseRest({ status: 503, times: 2 });
    const page = await visitors.open();
    await page.getByRole('tab', { name: 'Trouble' }).click();
    await page.getByText('by 700 ms').waitFor();
    await page.getByText('Now: delay; 2 × 503 to come.').waitFor();
    await page.getByRole('button', { name: 'End all trouble' }).click();
    await page.getByText('Nothing is switched on.').waitFor();
  });
});
