import { expect } from 'chai';
import { roles } from './rules.ts';
import { beyond, holdsScope, mayHandle } from './scopes.ts';

describe('scopes of keys', () => {
  it('stand for all of their verb, but not for accounts and keys', () => {
    expect(holdsScope(['read'], 'ledger:read')).to.equal(true);
    expect(holdsScope(['ledger:read'], 'ledger:read')).to.equal(true);
    for (const needed of [
      'staff:write',
      'keys:write',
      'privacy:write',
      'staff:read',
      'keys:read',
      'bytes:override',
    ])
      expect(holdsScope(['read', 'write'], needed), needed).to.equal(false);
    expect(holdsScope(['ledger:read'], 'read')).to.equal(false);
    expect(holdsScope([''], 'public')).to.equal(false);
  });

  it('are handed on only where they are held', () => {
    expect(beyond(['write', 'keys:write'], ['squads:write', 'keys:write'])).to.deep.equal([]);
    expect(beyond(['write', 'keys:write'], ['read', 'staff:write', 'ledger:read'])).to.have.length(3);
  });

  it('reach accounts that can do no more in the panel, and never owners', () => {
    const explicit = ['keys', 'privacy', 'staff'].flatMap((of) => [`${of}:read`, `${of}:write`]);
    const all = ['read', 'write', 'bytes:override', ...explicit];
    const reached = (scopes: string[]) => [null, ...roles].filter((role) => mayHandle(scopes, role));
    expect(reached(['staff:write'])).to.deep.equal([null]);
    expect(reached(['staff:write', 'read'])).to.deep.equal([null, 'viewer']);
    expect(reached(['staff:write', 'read', 'write'])).to.deep.equal([null, 'viewer', 'moderator']);
    for (const missing of ['privacy:read', 'privacy:write'])
      expect(reached(all.filter((scope) => scope !== missing)), `without ${missing}`).to.not.include('admin');
    expect(reached(all)).to.deep.equal([null, 'viewer', 'moderator', 'admin']);
  });
});
