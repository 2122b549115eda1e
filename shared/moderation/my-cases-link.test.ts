import { expect } from 'chai';
import { HOUR } from '../core/clock.ts';
import { readCasesLink, signCasesLink } from './my-cases-link.ts';

const secret = 's'.repeat(32);
const reader = { guild: '100', user: '900', name: 'ada' };
const noon = Date.UTC(2026, 0, 1, 12);
const at = (now: number) => ({ clock: () => now, secret });

describe('links to one’s own cases', () => {
  it('open as often as one likes, for an hour', () => {
    const token = signCasesLink(at(noon), reader);
    for (const now of [noon, noon, noon + HOUR - 1])
      expect(readCasesLink(at(now), token)).eql({ is: 'valid', reader, until: new Date(noon + HOUR) });
    expect(readCasesLink(at(noon + HOUR), token)).eql({ is: 'expired' });
  });

  it('are nothing where they were changed, signed otherwise, or lead elsewhere', () => {
    const [head, body, signature] = signCasesLink(at(noon), reader).split('.');
    const foreign = signCasesLink({ ...at(noon), secret: 't'.repeat(32) }, reader);
    for (const forged of ['', 'x', `${head}.${body}.`, `${head}.${body}x.${signature}`, foreign])
      expect(readCasesLink(at(noon), forged)).eql({ is: 'unknown' });
  });
});
