import { expect } from 'chai';
import { snowflakeAt } from '../core/snowflake.ts';
import { readMessage, readText } from './content.ts';
import { fingerprintOf } from './fingerprint.ts';
import { fold, plain } from './fold.ts';
import { domainOf, hostOf } from './links.ts';
import { coreOf, Words } from './words.ts';

const links: Record<string, string[]> = {
  'see https://evil.com/x.': ['evil.com'],
  'HTTPS://EVIL.COM/X': ['evil.com'],
  '[click me](https://evil.com)': ['evil.com'],
  '[a](<https://evil.com> "title")': ['evil.com'],
  '[https://good.com](https://evil.com)': ['good.com', 'evil.com'],
  '[x](https://good.com)https://evil.com': ['good.com', 'evil.com'],
  'https://good.com,https://evil.com': ['good.com', 'evil.com'],
  '<https://evil.com/>': ['evil.com'],
  '**https://evil.com**, ||https://evil.com||': ['evil.com'],
  '(https://evil.com/a_(b))': ['evil.com'],
  'https://good.com@evil.com/': ['evil.com'],
  'http://good.com:x@evil.com:8080/': ['evil.com'],
  'https://good.com\\@evil.com/x': ['good.com'], // as browsers read it
  'https://evil.com./x': ['evil.com'],
  'https://ev%69l.com': ['evil.com'],
  'https://evil。com/x': ['evil.com'],
  'https://ｅｖｉｌ.com/x': ['evil.com'],
  'https://ev\u200bil.com/x': ['evil.com'],
  'https://пример.рф/путь': ['xn--e1afmkfd.xn--p1ai'],
  'http://2130706433/': ['127.0.0.1'],
  'https://[::1]/': ['[::1]'],
  'https://good.com/?next=https://evil.com': ['good.com'],
  'https:// a, evil.com, ftp://evil.com': [],
};

const invites: Record<string, string[]> = {
  'discord.gg/AbC': ['AbC'],
  'https://DISCORD.GG/abc?event=1': ['abc'],
  'discord.com/invite/abc, discordapp.com/invite/d-e': ['abc', 'd-e'],
  'https://ptb.discord.com/invite/abc/': ['abc'],
  'discord.gg/invite/abc': ['abc'],
  '[free](https://discord.gg/abc)': ['abc'],
  '_discord.gg/abc_': ['abc'],
  'd\u200biscord.gg/a\u200bbc': ['abc'],
  'ｄｉｓｃｏｒｄ.gg/abc': ['abc'],
  'discord。gg/abc': ['abc'],
  'https://discord.gg\\abc': ['abc'],
  'https://discord.com//invite//abc': ['abc'],
  'https://%64iscord.gg/%61bc': ['abc'],
  'https://a@discord.gg:443/abc': ['abc'],
  'discord.gg/abc discord.gg/abc discord.gg/def': ['abc', 'def'],
  'discord.gg discord.gg/ discord.com/channels/1/2 notdiscord.gg/abc dsc.gg/abc': [],
  'https://discord.gg@evil.com/abc': [],
};

const list = ['spam', 'free nitro', 'bad*', '*ware', '*mid*', 'C++', 'don’t', 'Ünï'];
const words: Record<string, string | null> = {
  'SPAM!': 'spam',
  ѕрam: 'spam', // two Cyrillic letters
  's\u200bpa\u0301m': 'spam',
  's.p.a.m': null, // no word of it: patterns are for that
  'spammer, spam2, respam': null,
  'get free\n  NITRO now': 'free nitro',
  freenitro: null,
  'free nitros': null,
  badly: 'bad*',
  'not so bad': 'bad*',
  notbad: null,
  malware: '*ware',
  wares: null,
  amidst: '*mid*',
  'I love c++.': 'C++',
  c: null,
  "I don't": 'don’t',
  'uni, UNI': 'Ünï',
  '': null,
};

describe('what is found in a text', () => {
  it('links, wherever Discord and browsers would follow them', () => {
    expect(
      tableOf(links, (text) => [...new Set(readText(text).links.map(({ host }) => host))]),
    ).to.deep.equal(links);
  });

  it('invites, by their codes', () => {
    expect(tableOf(invites, (text) => readText(text).invites)).to.deep.equal(invites);
  });

  it('words and phrases, both sides folded the same way', () => {
    const all = new Words(list);
    expect(tableOf(words, (text) => list[all.find(readText(text).folded)] ?? null)).to.deep.equal(words);
    expect(['*', '**', '\u200b', ' * '].map(coreOf)).to.deep.equal(['', '', '', '']);
  });

  it('nothing, in a time that does not grow with the square, for 4,000 hostile characters', () => {
    for (const sign of ['(', 'https://', '[](', '%', 'discord.gg/', 'a', '*', '\u0301', '.', '://'])
      for (const text of [
        sign.repeat(4_000 / sign.length),
        `https://a.b/${sign.repeat(4_000 / sign.length)}`,
      ]) {
        const content = readText(text);
        expect(content.links.length + content.invites.length + content.folded.length).to.be.at.least(0);
        expect(new Words(['*a*b', 'a* b', '*.*']).find(content.folded)).to.be.at.least(-1);
      }
  });
});

describe('messages', () => {
  const attachments = [
    { id: '7', name: 'x.png.exe', size: 5, type: 'image/png', url: 'https://cdn.example/x' },
  ];
  const event = {
    id: snowflakeAt(1_700_000_000_000),
    guild: '100',
    channel: '301',
    author: { id: '900', username: 'x', globalName: null, avatar: null },
    roles: ['701'],
    joinedAt: null,
    content: 'Hello',
    attachments,
    mentions: { users: 2, roles: 1, everyone: true },
    flags: 0,
  };

  it('are read off their event', () => {
    const { content, ...rest } = readMessage(event, { moderator: true, parent: '300' });
    expect(rest).to.deep.equal({
      is: 'message',
      guild: '100',
      user: '900',
      roles: ['701'],
      moderator: true,
      at: 1_700_000_000_000,
      id: event.id,
      channel: '301',
      parent: '300',
      edited: false,
      mentions: 4,
      attachments: 1,
    });
    expect(content.fingerprint).to.equal(fingerprintOf('Hello', attachments).hash);
  });

  it('have the time of their edit, once edited', () => {
    const edited = readMessage(event, { moderator: false, parent: null, editedAt: 1_700_000_005_000 });
    expect([edited.edited, edited.at]).to.deep.equal([true, 1_700_000_005_000]);
  });
});

describe('hosts', () => {
  it('have one form', () => {
    const same = [
      'example.com',
      ' HTTPS://Example.com:80/x ',
      'user@example.com',
      'example.com.',
      'ｅxample.com',
    ];
    expect(new Set(same.map(hostOf))).to.deep.equal(new Set(['example.com']));
    for (const none of ['', 'a b', 'https://', 'a,b.com', '[x]'])
      expect(hostOf(none), none).to.equal(undefined);
  });

  it('lie under a domain, not beside it', () => {
    const under = (host: string) => domainOf(host, new Set(['evil.com', 'co.uk']));
    expect(
      ['evil.com', 'a.b.evil.com', 'notevil.com', 'evil.com.good.org', 'x.co.uk'].map(under),
    ).to.deep.equal(['evil.com', 'evil.com', undefined, undefined, 'co.uk']);
  });
});

describe('folded texts', () => {
  it('keep words apart and repeated letters', () => {
    expect(fold('Thе  Bооk,\nNº 1')).to.equal('the  book, no 1');
    expect(fold('ПРИВЕТ')).to.equal(fold('привет'));
    expect(fold('ΟΔΟΣ')).to.equal(fold('οδος'));
    expect(fold('h3llo 0')).to.equal('h3llo 0'); // digits are no letters
  });

  it('are lighter in their plain form', () => {
    expect(plain('Ｆｒ\u200bее é e\u0301')).to.equal('Frее é é');
  });
});

function tableOf<T>(table: Record<string, T>, find: (text: string) => unknown): Record<string, unknown> {
  return Object.fromEntries(Object.keys(table).map((text) => [text, find(text)]));
}
