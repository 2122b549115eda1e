import { expect } from 'chai';
import { faultOf, hasRole } from './rules.ts';

describe('staff roles', () => {
  it('lets each role do what the lesser ones may', () => {
    expect(hasRole('owner', 'admin')).to.equal(true);
    expect(hasRole('admin', 'admin')).to.equal(true);
    expect(hasRole('moderator', 'admin')).to.equal(false);
    expect(hasRole('viewer', 'moderator')).to.equal(false);
  });
});

describe('new passwords', () => {
  const faults = {
    'eleven char': 'short',
    aaaaaaaaaaaaaaaa: 'simple',
    abababababababab: 'simple',
    'I am Ada, hello': 'name',
    'my present password': 'same',
    'ein längerer Satz, der gut zu merken ist': undefined,
    [`${'ä'.repeat(34)} 1234`]: 'long',
  };
  for (const [password, fault] of Object.entries(faults))
    it(`${fault ? `refuses as ${fault}` : 'accepts'}: ${password}`, () => {
      expect(faultOf(password, { username: 'ada', current: 'my present password' })).to.equal(fault);
    });

  it('takes letters composed differently for the same', () => {
    const composed = 'caf\u00e9 au lait matin';
    const current = composed.normalize('NFD');
    expect(faultOf(composed, { username: 'x', current })).to.equal('same');
  });
});
