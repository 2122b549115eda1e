import { expect } from 'chai';
import type { z } from 'zod';
import { RedirectName } from './name.ts';
import { leadsTo, RedirectTarget } from './target.ts';

const faultOf = (schema: z.ZodType, text: unknown) => schema.safeParse(text).error?.issues[0]?.message;

describe('names of short links', () => {
  it('are one name whatever their case', () => {
    expect(['Rules', ' RULES ', 'rules'].map((text) => RedirectName.parse(text))).to.deep.equal(
      Array.from({ length: 3 }, () => 'rules'),
    );
    expect(RedirectName.parse('0_a-9')).to.equal('0_a-9');
  });

  it('are refused with the reason: other signs and alphabets, too long, addresses of the site', () => {
    const unfit = [
      '',
      'ä',
      'аdmin',
      '\u212Aeep',
      'a b',
      'a/b',
      '_a',
      '-',
      'a.b',
      'x'.repeat(65),
      'a\0',
      '%61',
    ];
    for (const text of unfit) expect(faultOf(RedirectName, text), text).to.include('Only the letters');
    for (const text of ['admin', 'API', 'r', 'Healthz', 'privacy'])
      expect(faultOf(RedirectName, text), text).to.include('site itself');
    for (const text of ['robots.txt', 'favicon.ico', '.well-known', undefined, 7, {}])
      expect(faultOf(RedirectName, text)).to.be.a('string');
  });
});

describe('targets of short links', () => {
  it('are kept as the URL standard writes them', () => {
    expect(RedirectTarget.parse(' HTTPS://Example.com ')).to.equal('https://example.com/');
    expect(RedirectTarget.parse('https://bücher.example/ä')).to.equal('https://xn--bcher-kva.example/%C3%A4');
  });

  it('are refused with the reason', () => {
    const long = 'https://example.com/';
    const refused: Record<string, string[]> = {
      'Only addresses': [
        'javascript:alert(1)',
        'JaVaScRiPt:alert(1)',
        'data:text/html,x',
        'ftp://a.example',
        'file:///etc',
      ],
      'user name': ['https://me@example.com', 'https://me:secret@example.com', 'https://:x@example.com/'],
      'whole address': [
        '',
        'example.com',
        '/admin',
        '//example.com',
        'https://',
        'https://a b',
        'java\nscript:x',
        'https://a\0b',
      ],
      '2,048': [long + 'x'.repeat(10_000), long + 'x'.repeat(2_029), long + 'ä'.repeat(1_000)],
    };
    for (const [why, texts] of Object.entries(refused))
      for (const text of texts) expect(faultOf(RedirectTarget, text), text.slice(0, 40)).to.include(why);
    expect(RedirectTarget.parse(long + 'x'.repeat(2_028))).to.have.length(2_048);
  });

  it('lead back where the host is one of ours, whatever its scheme, spelling or usual port', () => {
    const hosts = ['Bot.example', '127.0.0.1:3000', '[::ffff:10.0.0.5]:3000', 'not a host'];
    const back = [
      ...[
        'https://bot.example/a',
        'http://bot.example./',
        'http://BOT.example:80/',
        'https://bot.example:443/',
      ],
      ...['http://localhost:3000/r/a', 'http://[::1]:3000', 'http://0x7f.1:3000', 'http://a.localhost:3000'],
      ...['http://[::ffff:127.0.0.1]:3000', 'http://0.0.0.0:3000', 'http://[::ffff:10.0.0.5]:3000'],
    ];
    for (const target of back) expect(leadsTo(RedirectTarget.parse(target), hosts), target).to.equal(true);
    for (const target of [
      'https://www.bot.example/',
      'https://bot.example:8080/',
      'http://localhost:4000/',
      'http://127.0.0.1/',
    ])
      expect(leadsTo(RedirectTarget.parse(target), hosts), target).to.equal(false);
  });
});
