import { expect } from 'chai';
import { seal, unseal } from './seal.ts';

describe('sealed secrets', () => {
  const lock = { secret: 's'.repeat(32), purpose: 'totp', owner: '7' };

  it('open for the same secret, purpose and owner, and for no other', () => {
    const sealed = seal(lock, 'JBSWY3DPEHPK3PXP');
    expect(unseal(lock, sealed)).to.equal('JBSWY3DPEHPK3PXP');
    for (const other of [{ secret: 't'.repeat(32) }, { purpose: 'other' }, { owner: '8' }])
      expect(unseal({ ...lock, ...other }, sealed)).to.equal(undefined);
  });

  it('tell nothing, not even that two are the same', () => {
    const sealed = seal(lock, 'JBSWY3DPEHPK3PXP');
    expect(sealed).to.not.include('JBSWY3DP').and.not.equal(seal(lock, 'JBSWY3DPEHPK3PXP'));
  });

  it('do not open once a single letter was changed', () => {
    const sealed = seal(lock, 'JBSWY3DPEHPK3PXP');
    for (let i = 3; i < sealed.length - 1; i++) {
      const changed = `${sealed.slice(0, i)}${sealed[i] === 'A' ? 'B' : 'A'}${sealed.slice(i + 1)}`;
      expect(unseal(lock, changed), String(i)).to.equal(undefined);
    }
    for (const broken of ['', 'v1', 'v1.', 'v2.AAAA', 'x'.repeat(90)])
      expect(unseal(lock, broken)).to.equal(undefined);
  });
});
