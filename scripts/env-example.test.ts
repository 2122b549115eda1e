import { expect } from 'chai';
import { Config } from '../shared/core/config.ts';
import { listStale, renderExample, renderReadme } from './env-example.ts';

const begin = '<!-- configuration -->';
const end = '<!-- /configuration -->';

describe('the documentation of the configuration', () => {
  it('is up to date (otherwise run `node --import tsx scripts/env-example.ts`)', () => {
    expect(listStale()).to.deep.equal([]);
  });

  it('names every variable with its default and meaning', () => {
    for (const [name, field] of Object.entries(Config.shape)) {
      expect(renderExample()).to.include(`#${name}=`);
      expect(field.description, `${name} has no meaning`).to.be.a('string').and.not.equal('');
    }
    expect(renderExample()).to.include('#WEB_PORT=3000').and.include('#REDIS_CLUSTER=false');
  });

  it('replaces the table only, as often as it runs', () => {
    const once = renderReadme(`# Title\n${begin}\nstale words\n${end}\nrest`);
    expect(once)
      .to.match(/^# Title\n/)
      .and.match(/\nrest$/)
      .and.not.include('stale words');
    expect(once).to.include('| `WEB_PORT` | `3000` | Port of the web tier. |');
    expect(renderReadme(once)).to.equal(once);
  });

  it('says which lines are missing', () => {
    expect(() => renderReadme('# Title')).to.throw('README.md lacks the lines');
  });
});
