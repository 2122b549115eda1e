import { expect } from 'chai';
import { costsAsked } from '../testing/quick-passwords.ts';
import { hashPassword, isPassword } from './password.ts';

describe('passwords', () => {
  const cost = 12;
  beforeEach(() => costsAsked.splice(0));

  it('are hashed at a cost that makes guessing slow', async () => {
    const hash = await hashPassword('correct horse battery');
    expect(costsAsked).to.deep.equal([cost]);
    expect(await isPassword('correct horse battery', hash)).to.equal(true);
    expect(await isPassword('correct horse', hash)).to.equal(false);
  });

  it('of unknown names are compared at the same cost as others', async () => {
    expect(await isPassword('correct horse battery', undefined)).to.equal(false);
    expect(costsAsked).to.deep.equal([cost]);
  });
});
