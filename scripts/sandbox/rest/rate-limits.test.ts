import { expect } from 'chai';
import { type Asked, createRateLimits, type LimitOptions } from './rate-limits.ts';

describe('sandbox: rate limits of REST', () => {
  let at = 1_750_000_000_000;
  const limitsOf = (options: Partial<LimitOptions> = {}) =>
    createRateLimits({ globalLimit: 0, routeLimits: 'discord', invalidLimit: 10_000, ...options }, () => at);
  const post = (channel: string, more: Partial<Asked> = {}): Asked => ({
    method: 'POST',
    path: `/channels/${channel}/messages`,
    pattern: '/channels/:channel/messages',
    open: false,
    guild: null,
    messageAge: 0,
    ...more,
  });
  const reaction = (method: string, who: string): Asked =>
    post('1', {
      method,
      path: `/channels/1/messages/2/reactions/x/${who}`,
      pattern: `/channels/:channel/messages/:message/reactions/:emoji/${who === '@me' ? who : ':user'}`,
    });

  it('lets five messages through in five seconds, each channel by itself', () => {
    const limits = limitsOf();
    const remaining = Array.from(
      { length: 5 },
      () => limits.take(post('1')).headers['x-ratelimit-remaining'],
    );
    expect(remaining).to.deep.equal(['4', '3', '2', '1', '0']);
    at += 1_500;
    const { refusal } = limits.take(post('1'));
    expect(refusal).to.deep.include({
      status: 429,
      body: { message: 'You are being rate limited.', retry_after: 3.5, global: false },
    });
    expect(refusal?.headers).to.include({
      'retry-after': '4',
      'x-ratelimit-scope': 'user',
      'x-ratelimit-limit': '5',
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset-after': '3.500',
      'x-ratelimit-reset': ((at + 3_500) / 1_000).toFixed(3),
    });
    expect(limits.take(post('2')).refusal).to.equal(null);
    at += 3_500;
    expect(limits.take(post('1')).refusal).to.equal(null);
  });

  it('names the same bucket for routes that share one, whatever the channel', () => {
    const limits = limitsOf();
    const first = limits.take(reaction('PUT', '@me'));
    const shared = limits.take(reaction('DELETE', '5'));
    expect(first.refusal).to.equal(null);
    expect(shared.refusal).to.have.property('status', 429);
    expect(shared.headers['x-ratelimit-bucket']).to.equal(first.headers['x-ratelimit-bucket']);
    const elsewhere = limits.take(post('9')).headers['x-ratelimit-bucket'];
    expect(elsewhere).to.equal(limits.take(post('8')).headers['x-ratelimit-bucket']);
    expect(elsewhere).to.not.equal(first.headers['x-ratelimit-bucket']);
  });

  it('counts every route into the global limit, except what carries a secret of its own', () => {
    const limits = limitsOf({ globalLimit: 3 });
    for (const channel of ['1', '2', '3']) expect(limits.take(post(channel)).refusal).to.equal(null);
    const { refusal } = limits.take(post('4'));
    expect(refusal?.headers).to.include({ 'x-ratelimit-global': 'true', 'x-ratelimit-scope': 'global' });
    expect(refusal?.body).to.include({ global: true });
    const callback = post('', {
      path: '/interactions/1/t/callback',
      pattern: '/interactions/:interaction/:token/callback',
    });
    expect(limits.take({ ...callback, open: true }).refusal).to.equal(null);
  });

  it('is wide where a test does not want to wait', () => {
    const limits = limitsOf({ routeLimits: 'wide' });
    const answers = Array.from({ length: 1_000 }, () => limits.take(post('1', { guild: '7' })).refusal);
    expect(answers.every((refusal) => refusal === null)).to.equal(true);
    expect(limits.take(post('1')).refusal).to.have.property('status', 429);
  });

  it('answers nothing for a while after too many 401, 403 and 429', () => {
    const { invalid } = limitsOf({ invalidLimit: 3 });
    invalid.count({ status: 401 });
    invalid.count({ status: 403 });
    invalid.count({ status: 404 });
    invalid.count({ status: 429, headers: { 'x-ratelimit-scope': 'shared' } });
    expect(invalid.ban()).to.equal(null);
    at += 60_000;
    invalid.count({ status: 429, headers: { 'x-ratelimit-scope': 'user' } });
    expect(invalid.ban()).to.deep.include({ status: 429, text: 'error code: 1015' });
    expect(invalid.ban()?.headers).to.include({ 'retry-after': '540' });
    at += 540_000;
    expect(invalid.ban()).to.equal(null);
  });
});
