import { expect } from 'chai';
import { awaitReady } from './daemon.ts';
import { Problem } from './problem.ts';

const daemon = { name: 'Postgres', logFile: '/nowhere', isReady: () => false };

describe('waiting for a service', () => {
  it('is given up when its process has ended', async () => {
    const fault = await awaitReady({ ended: () => 'exit code 1' }, daemon).catch((error: unknown) => error);
    expect(fault).to.be.instanceOf(Problem).with.property('message').that.contains('exit code 1');
  });

  it('is broken off by a stop', async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(new Error('stopped')), 30);
    const waiting = awaitReady({ ended: () => undefined }, { ...daemon, signal: stop.signal });
    expect(await waiting.catch((error: unknown) => error)).to.have.property('message', 'stopped');
  });
});
