import { expect } from 'chai';
import { openLog } from '../core/log.ts';
import { fingerprintOf } from './fingerprint.ts';
import { keep, keepBrief } from './kept.ts';
import { readLogged } from './logged.ts';

const root = new URL('../../', import.meta.url).pathname;
const thrown = { type: 'TypeError', code: null, causes: [], message: 'no name' };
const at = (...frames: string[]) =>
  ['TypeError: no name', ...frames.map((frame) => `    at ${frame}`)].join('\n');

describe('errors of one kind', () => {
  const lines: string[] = [];
  const errors = { write: (line: string) => void lines.push(line) };
  const log = openLog('web-host-0', 'info', { to: { write() {} }, errors });
  afterEach(() => lines.splice(0));
  const logged = () => {
    const read = readLogged(lines[0] ?? '');
    return { ...keep(read), ...keepBrief(read), causes: read.causes };
  };

  it('are those of one place in our code, whatever lies between and whichever line it is', () => {
    const one = at(
      `showLog (file://${root}web/pages/audit.ts:56:9)`,
      `async next (file://${root}node_modules/koa/compose.js:1:2)`,
    );
    const built = at(
      'Object.parse (node:internal/url:3:4)',
      `showLog (file://${root}web/pages/audit.js:70:1)`,
    );
    const elsewhere = at(`showOther (file://${root}web/pages/audit.ts:56:9)`);
    const print = (stack: string, more = {}) => fingerprintOf({ ...thrown, ...more, stack });
    expect(print(one))
      .to.equal(print(built))
      .and.equal(print(one, { message: 'another' }));
    for (const other of [print(elsewhere), print(one, { type: 'RangeError' }), print(one, { code: 'x' })])
      expect(other).to.not.equal(print(one));
  });

  it('are those that say the same where no line of ours is known', () => {
    const print = (message: string) => fingerprintOf({ ...thrown, message, stack: null });
    expect(print('user 123 has "a"')).to.equal(print('user 45678 has "bc"')).and.not.equal(print('gone'));
  });

  it('are read however the log tells of them', () => {
    const cause = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    log.error(
      { err: new TypeError('no name', { cause }), requestId: 'r-12345678', ip: '::1' },
      'request failed',
    );
    expect(logged()).to.deep.include({ type: 'TypeError', told: 'r-12345678', ip: '::1' });
    expect(logged().causes).to.deep.equal(['Error ECONNREFUSED']);
    expect(logged().stack).to.contain('\ncaused by Error: connect ECONNREFUSED');
    lines.splice(0);
    const error = 'DiscordAPIError[50013]: Missing Permissions\n    at x (/a.js:1:1)\ncaused by Error: y';
    log.error({ errorId: 'a1b2c3d4', command: 'squads join', error }, 'a command failed');
    expect(logged()).to.include({
      ...{ type: 'DiscordAPIError', code: '50013', message: 'Missing Permissions' },
      ...{ told: 'a1b2c3d4', place: 'command squads join' },
    });
    lines.splice(0);
    log.error({ type: 'MESSAGE_CREATE', fault: 'RangeError', frames: '    at x (/a.js:1:1)' }, 'quarantined');
    expect(logged()).to.include({
      type: 'RangeError',
      message: 'quarantined',
      place: 'event MESSAGE_CREATE',
    });
    lines.splice(0);
    log.child({ queue: 'events' }).fatal('gave up');
    expect(logged()).to.include({ type: 'Problem', message: 'gave up', place: 'queue events' });
  });

  it('hold no secret, nothing that Postgres cannot keep, and no more than fits', () => {
    const token = 'aW50ZXJhY3Rpb246MTIzNDU2Nzg5MDEyMzQ1Njc4OmFiY2RlZg';
    const words = [
      `PATCH https://discord.com/api/v10/webhooks/123456789012345678/${token}/messages/@original`,
      `postgres://bot:hunter2@db/x and redis://:hunter2@r`,
      `Bearer ${token}`,
      `MTIzNDU2Nzg5MDEyMzQ1Njc4.GhIjKl.${token}`,
      `/mycases/${token}`,
      'a\0b\ud800',
    ].join(' ');
    log.error({ err: new Error(words), detail: { words }, long: 'y'.repeat(1e6) }, 'failed');
    const kept = JSON.stringify(logged());
    expect(kept)
      .to.not.contain(token)
      .and.not.contain('hunter2')
      .and.not.match(/\\u0000|\\ud800/);
    expect(kept.length).to.be.below(15_000);
  });
});
