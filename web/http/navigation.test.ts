import { expect } from 'chai';
import type { Role } from '../../shared/accounts/rules.ts';
import { type Link, navigate } from './navigation.ts';

const texts = (links: Link[]) => links.map(({ text }) => text);
const current = (links: Link[]) => texts(links.filter((link) => link.current));
const of = (role: Role | null, path = '/admin') => navigate({ staff: { role }, path }).panel;

describe('navigation', () => {
  it('offers what an account may open', () => {
    const everybody = ['Guilds', 'Cases', 'Warnings', 'Failed effects', 'Firings'];
    expect(texts(of(null))).to.deep.equal(everybody);
    expect(texts(of('moderator'))).to.deep.equal(everybody);
    expect(texts(of('admin')))
      .to.include.members(['API keys', 'Queues', 'Audit'])
      .and.not.include('Staff');
    expect(texts(of('owner'))).to.include('Staff');
    expect(navigate({ path: '/' })).to.deep.equal({ guild: [], panel: [] });
    const manager = (guild: string | null) => navigate({ manager: { guild }, path: '/admin' }).panel;
    expect(texts(manager(null))).to.deep.equal(['Your servers']);
    expect(manager('7')).to.deep.equal([]);
  });

  it('offers the pages of a guild only to whoever has a role there', () => {
    const at = (role?: Role) =>
      navigate({ staff: { role: null }, guild: { id: '7' }, role, path: '/admin/guilds/7' }).guild;
    expect(at()).to.deep.equal([]);
    expect(at('viewer').map(({ href }) => href)).to.include.members([
      '/admin/guilds/7',
      '/admin/guilds/7/ledger',
    ]);
  });

  it('marks one page: the one that is open, or that the open one belongs to', () => {
    expect(current(of('owner'))).to.deep.equal(['Guilds']);
    expect(current(of('owner', '/admin/staff/12'))).to.deep.equal(['Staff']);
    expect(current(of('owner', '/admin/account'))).to.deep.equal([]);
    const inGuild = (path: string) =>
      navigate({
        staff: { role: 'owner' },
        guild: { id: '7' },
        role: 'owner',
        path: `/admin/guilds/7${path}`,
      });
    for (const [path, text] of [
      ['', 'Overview'],
      ['/ledger', 'Ledger'],
      ['/settings/bytes', 'Bytes settings'],
      ['/settings/bytes/history', 'Bytes settings'],
    ] as const)
      expect(current(inGuild(path).guild), path).to.deep.equal([text]);
  });
});
