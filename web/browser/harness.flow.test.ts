import { expect } from 'chai';
import { seedDemo } from '../../scripts/screenshots/demo.ts';
import { usePanel } from '../testing/panel.ts';
import { useBrowser } from './harness.fixture.ts';

describe('the browser of the tests', () => {
  const panel = usePanel();
  const browser = useBrowser(panel);
  before(() => seedDemo(panel.database, { now: Date.now() }));

  it('is logged in as whom it is opened for', async () => {
    const page = await browser.open({ as: 'viewer' });
    await page.goto('/admin');
    expect(new URL(page.url()).pathname).to.equal('/admin');
    expect(await page.textContent('body')).to.include('Rust Harbor');
  });

  it('notices scripts that are not ours, other hosts and errors', async () => {
    const page = await browser.open({ as: 'viewer' });
    await page.goto('/admin');
    const broken = page.waitForEvent('pageerror');
    await page.evaluate(trouble);
    await broken;
    const faults = browser.faultsOf(page).splice(0).join('\n');
    expect(faults)
      .to.match(/Content Security Policy/)
      .and.match(/127\.0\.0\.2/)
      .and.match(/broken/);
  });
});

const trouble = `{
  const script = document.createElement('script');
  script.textContent = 'alert(1)';
  document.body.append(script);
  const image = document.createElement('img');
  image.src = 'http://127.0.0.2:9/pixel.png';
  document.body.append(image);
  setTimeout(() => { throw new Error('broken') });
}`;
