import { expect } from 'chai';
import { describeAgent } from './agent.ts';
import { mergeAgents } from './merge-agents.ts';

describe('browsers by their user agent', () => {
  const known = {
    'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0': 'Firefox 140 on Linux',
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0':
      'Edge 141 on Windows',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1':
      'Safari 18 on iOS',
    'Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36':
      'Chrome 141 on Android',
    'Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; Googlebot/2.1; +http://www.google.com/bot.html) Chrome/131.0.0.0 Safari/537.36':
      'Googlebot/2.1',
    'curl/8.5.0': 'curl/8.5.0',
    '': 'Unknown browser',
  };
  for (const [agent, words] of Object.entries(known))
    it(`calls ${agent.slice(0, 40) || 'nothing'} ${words}`, () => {
      expect(describeAgent(agent)).to.equal(words);
    });

  it('shortens what it does not know', () => {
    expect(describeAgent('<script>'.repeat(50))).to.have.length(80);
  });
});

describe('browsers that are counted', () => {
  it('come together where they differ in nothing one wants to know, the most frequent first', () => {
    const firefox = (build: number) => `Mozilla/5.0 (X11; Linux; rv:140.0) Gecko/${build} Firefox/140.0`;
    const agents = [
      { name: 'curl/8.5.0', people: 0, bots: 6 },
      { name: '', people: 5, bots: 0 },
      ...[1, 2, 3, 4].map((build) => ({ name: firefox(build), people: 2, bots: 0 })),
    ];
    expect(mergeAgents(agents, 2)).to.deep.equal([
      { name: 'Firefox 140 on Linux', people: 8, bots: 0 },
      { name: 'curl/8.5.0', people: 0, bots: 6 },
    ]);
  });
});
