import { expect } from 'chai';
import { indexOf, readConfig, requireIndex } from './config.ts';
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

  it('takes days for tables whose rows may stay longer or shorter, and says which and how many', () => {
    const read = (RETENTION: string) => readConfig({ ...good, RETENTION }).RETENTION;
    expect(read(' page_views=30, operations = 180 ')).to.deep.equal({ page_views: 30, operations: 180 });
    expect(readConfig(good).RETENTION).to.equal(undefined);
    for (const [wrong, why] of [
      ['page_views=6', 'page_views takes 7 to 400 days'],
      ['operations=9999', 'operations takes 31 to 800 days'],
      ['recent_messages=30', '“recent_messages=30” names none of page_views,'],
      ['__proto__=30', '“__proto__=30” names none'],
      ['page_views', '“page_views” names none'],
      ['page_views=30,', '“” names none'],
    ] as const)
      expect(() => read(wrong), wrong).to.throw(AppError, why);
  });

  it('never repeats a secret in its message', () => {
    expect(() => readConfig({ ...good, SECRET: 'hunter2' }))
      .to.throw()
      .with.property('message')
      .that.does.not.contain('hunter2');
  });

  it('numbers a process of its role, and starts none whose number is none', () => {
    expect(indexOf('workers', {})).to.equal('0');
    expect(indexOf('effects', { EFFECTS_PROCESS: '3' })).to.equal('3');
    expect(() => requireIndex('effects', { EFFECTS_PROCESS: '3' })).not.to.throw();
    for (const wrong of ['x', '-1', '1.5', 'NaN'])
      expect(() => requireIndex('effects', { EFFECTS_PROCESS: wrong })).to.throw(
        AppError,
        'EFFECTS_PROCESS: must',
      );
  });

  it('takes an empty variable as unset', () => {
    expect(readConfig({ ...good, ADMIN_PASSWORD: '' }).ADMIN_PASSWORD).to.equal(undefined);
  });
});
