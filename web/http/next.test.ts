import { expect } from 'chai';
import { pageOfPanel } from './next.ts';

describe('where a login leads', () => {
  it('is any page of the panel, with its query', () => {
    for (const page of [
      '/admin',
      '/admin?search=a%20b&after=1',
      '/admin/guilds/1/ledger?sort=-at',
      '/admin/keys',
    ])
      expect(pageOfPanel(page)).to.equal(page);
    expect(pageOfPanel('/admin/guilds/../keys')).to.equal('/admin/keys');
  });

  const elsewhere = [
    'https://evil.example/admin',
    '//evil.example/admin',
    '/admin/../..//evil.example',
    '/admin/%2e%2e/%2e%2e//evil.example',
    '/\\evil.example',
    '/admin\\..\\evil',
    '/administrator',
    '/admin@evil.example',
    '/admin/\tx',
    '/admin/\nx',
    'javascript:alert(1)',
    '/admin/login?next=/admin',
    '/admin/login/code',
    '/admin/logout',
    `/admin?${'x'.repeat(2_000)}`,
    '',
    undefined,
    ['/admin'],
  ];
  for (const given of elsewhere)
    it(`is not ${JSON.stringify(given)?.slice(0, 60)}`, () => {
      expect(pageOfPanel(given)).to.equal(undefined);
    });
});
