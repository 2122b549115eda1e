import { expect } from 'chai';
import { readConfig } from './config.ts';
import { AppError } from './errors.ts';

const good = {
  DISCORD_TOKEN: 'token',
  DATABASE_URL: 'postgres://localhost/smarter',
  REDIS_URL: 'redis://localhost',
  SECRET: 'x'.repeat(32),
};

describe('configuration', () => {
  it('needs no more than where things are', () => {
    expect(readConfig(good)).to.include({ WEB_PORT: 3000, SHARD_COUNT: 'auto', TRUST_PROXY: false });
  });

  it('names every bad variable at once, and what it is for', () => {
    const bad = {
      ...good,
      WEB_PORT: '99999',
      SHARD_COUNT: 'many',
      REDIS_URL: 'http://localhost',
      SECRET: 'short',
    };
    expect(() => readConfig(bad))
      .to.throw(AppError)
      .with.property('message')
      .that.matches(/WEB_PORT[\s\S]*Port of the web tier/)
      .and.contains('SHARD_COUNT')
      .and.contains('REDIS_URL')
      .and.contains('SECRET');
  });

  it('never repeats a secret in its message', () => {
    expect(() => readConfig({ ...good, SECRET: 'hunter2' }))
      .to.throw()
      .with.property('message')
      .that.does.not.contain('hunter2');
  });

  it('takes an empty variable as unset', () => {
    expect(readConfig({ ...good, ADMIN_PASSWORD: '' }).ADMIN_PASSWORD).to.equal(undefined);
  });
});
