import { expect } from 'chai';
import jwt from 'jsonwebtoken';
import { signingKey } from '../accounts/tokens.ts';
import { MINUTE } from '../core/clock.ts';
import { useRedis } from '../testing/redis.ts';
import { openPanelLink, readPanelLink, signPanelLink } from './panel-link.ts';

const secret = 's'.repeat(32);
const visitor = { guild: '100', user: '900', name: 'ada' };

describe('links into the panel', () => {
  const test = useRedis();
  let now = Date.UTC(2026, 0, 1);
  const deps = () => ({ redis: test.redis, clock: () => now, secret });
  beforeEach(() => {
    now = Date.UTC(2026, 0, 1);
  });

  it('name whom they let in, and can be looked at without being used up', async () => {
    const token = signPanelLink(deps(), visitor);
    for (let i = 0; i < 3; i++)
      expect(readPanelLink(deps(), token)).to.deep.include({ is: 'valid', visitor });
    expect(await openPanelLink(deps(), token)).to.deep.equal({ is: 'open', visitor });
  });

  it('open once, also where many try at the same time', async () => {
    const token = signPanelLink(deps(), visitor);
    const tries = await Promise.all(Array.from({ length: 20 }, () => openPanelLink(deps(), token)));
    expect(tries.map(({ is }) => is).sort()).to.deep.equal(['open', ...Array<string>(19).fill('used')]);
    expect((await openPanelLink(deps(), signPanelLink(deps(), visitor))).is).to.equal('open');
  });

  it('end after ten minutes, and stay remembered as used until then', async () => {
    const [used, unused] = [signPanelLink(deps(), visitor), signPanelLink(deps(), visitor)];
    await openPanelLink(deps(), used);
    now += 10 * MINUTE - 1;
    expect((await openPanelLink(deps(), used)).is).to.equal('used');
    now += 1;
    for (const token of [used, unused])
      expect(await openPanelLink(deps(), token)).to.deep.equal({ is: 'expired' });
    for (const key of await test.redis.keys('{panel-link}*'))
      expect(await test.redis.pttl(key)).to.be.greaterThan(10 * MINUTE - 1000);
  });

  it('are nothing where they were changed, signed otherwise, or are a token for something else', async () => {
    const token = signPanelLink(deps(), visitor);
    const [head, body, signature] = token.split('.');
    const other = Buffer.from(
      JSON.stringify({ ...jwt.decode(token, { json: true }), guild: '200' }),
    ).toString('base64url');
    const options = { audience: 'panel-link', issuer: 'smarter-dev', expiresIn: 60, subject: '900' };
    const forged = [
      '',
      'nonsense',
      `${head}.${other}.${signature}`,
      `${head}.${body}.`,
      signPanelLink({ ...deps(), secret: 't'.repeat(32) }, visitor),
      jwt.sign({ ...visitor }, secret, options),
      jwt.sign({ ...visitor }, signingKey(secret), options),
      jwt.sign({ guild: '100' }, '', { ...options, algorithm: 'none' }),
    ];
    for (const one of forged) expect(await openPanelLink(deps(), one), one).to.deep.equal({ is: 'unknown' });
  });
});
