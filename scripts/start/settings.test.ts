import { expect } from 'chai';
import { Problem } from '../services/problem.ts';
import { isSandboxed } from './settings.ts';

describe('the sandbox', () => {
  it('stands in where there is no token, and nothing of a real bot', () => {
    expect(isSandboxed({ DATABASE_URL: '' })).to.equal(true);
    expect(isSandboxed({ DISCORD_TOKEN: 'token', DATABASE_URL: 'postgres://db' })).to.equal(false);
  });

  for (const real of [
    { DATABASE_URL: 'postgres://db' },
    { REDIS_URL: 'redis://cache' },
    { NODE_ENV: 'production' },
  ]) {
    const [name = ''] = Object.keys(real);
    it(`does not start where the token is missing beside ${name}`, () => {
      expect(() => isSandboxed(real)).to.throw(Problem, new RegExp(`${name}.*Set DISCORD_TOKEN, or unset`));
    });
  }
});
