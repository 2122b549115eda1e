import { expect } from 'chai';
import { type Role, roles } from './rules.ts';
import { refusalOf } from './staff-rules.ts';

describe('who may manage staff', () => {
  const account = (id: string, role: Role | null, isEnabled = true) => ({ id, role, isEnabled });
  const owner = account('1', 'owner');
  const viewer = account('2', 'viewer');

  it('is owners, and the system at its console', () => {
    const raise = { target: viewer, after: account('2', 'owner'), otherOwners: 1 };
    for (const role of [...roles, null])
      expect(refusalOf({ ...raise, actor: account('3', role) }), String(role)).to.equal(
        role === 'owner' ? undefined : 'not-owner',
      );
    expect(refusalOf({ ...raise, actor: account('3', 'owner', false) })).to.equal('not-owner');
    expect(refusalOf({ ...raise, actor: null })).to.equal(undefined);
  });

  it('is nobody for its own account, where it is below owner', () => {
    for (const role of ['viewer', 'moderator', 'admin', null] as const) {
      const self = account('3', role);
      const raise = { actor: self, target: self, after: account('3', 'owner'), otherOwners: 1 };
      expect(refusalOf(raise), String(role)).to.equal('not-owner');
    }
  });

  it('leaves one enabled owner', () => {
    const last = { actor: null, target: owner, otherOwners: 0 };
    for (const after of [account('1', 'admin'), account('1', null), account('1', 'owner', false)]) {
      expect(refusalOf({ ...last, after })).to.equal('last-owner');
      expect(refusalOf({ ...last, after, otherOwners: 1 })).to.equal(undefined);
    }
    expect(refusalOf({ ...last, after: owner })).to.equal(undefined);
  });

  it('keeps owners from locking themselves out', () => {
    const self = { actor: owner, target: owner, otherOwners: 1 };
    expect(refusalOf({ ...self, after: account('1', 'owner', false) })).to.equal('self');
    expect(refusalOf({ ...self, after: owner, isReset: true })).to.equal('self');
    expect(refusalOf({ ...self, after: account('1', 'admin') })).to.equal(undefined);
  });
});
