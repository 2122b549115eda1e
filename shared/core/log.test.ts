import { expect } from 'chai';
import { AppError } from './errors.ts';
import { openLog } from './log.ts';

describe('the log', () => {
  const lines: string[] = [];
  const log = openLog('test', 'info', { to: { write: (line) => void lines.push(line) } });
  afterEach(() => lines.splice(0));

  it('keeps secrets that libraries hang onto their errors', () => {
    const command = { name: 'auth', args: ['default', 'hunter2'] };
    log.error({ err: Object.assign(new Error('WRONGPASS'), { command }) }, 'redis');
    expect(lines.join()).to.contain('WRONGPASS').and.not.contain('hunter2');
  });

  it('tells no more than some causes, though an error be its own', () => {
    const err = new Error('round');
    err.cause = err;
    log.error({ err }, 'failed');
    expect(lines.join().match(/"message":"round"/g)).to.have.length(6);
  });

  it('hands errors to the collector also where stdout is to be told of nothing but what is fatal', () => {
    const collected: string[] = [];
    const errors = { write: (line: string) => void collected.push(line) };
    const quiet = openLog('test', 'fatal', { to: { write: (line) => void lines.push(line) }, errors });
    quiet.warn('no');
    quiet.error('failed');
    expect(lines).to.deep.equal([]);
    quiet.fatal('ended');
    expect(collected.map((line) => JSON.parse(line).msg)).to.deep.equal(['failed', 'ended']);
    expect(lines.map((line) => JSON.parse(line).msg)).to.deep.equal(['ended']);
    const chatty = openLog('test', 'trace', { to: { write: (line) => void lines.push(line) }, errors });
    chatty.debug('seen');
    expect([lines.length, collected.length]).to.deep.equal([2, 2]);
  });

  it('tells causes down to the first one', () => {
    const cause = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    log.error({ err: new AppError('unavailable', { cause }) }, 'away');
    expect(JSON.parse(lines[0] ?? '').err.cause).to.include({ code: 'ECONNREFUSED', message: cause.message });
  });
});
