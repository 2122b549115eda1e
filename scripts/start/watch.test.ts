import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import type { AppEvent } from './pm2.ts';
import { watchApps } from './watch.ts';

describe('an app that PM2 does not start again', () => {
  const told = async (event: AppEvent) => {
    const lost: string[] = [];
    const pm2 = {
      onLine: (listen: (app: string, text: string) => void) => listen(event.app, 'its last words'),
      onEvent: (listen: (event: AppEvent) => void) => listen(event),
    };
    watchApps(pm2, (sentence) => lost.push(sentence), 0);
    await sleep(5);
    return lost;
  };

  it('is named, with its last lines, when it exits with 78', async () => {
    const [sentence] = await told({ app: 'shards-0', event: 'exit', exitCode: 78 });
    expect(sentence)
      .to.match(/^shards-0 cannot run as it is configured/)
      .and.match(/its last words$/);
  });

  it('is named when it ended too often', async () => {
    expect(await told({ app: 'web', event: 'restart overlimit', exitCode: 1 })).to.have.length(1);
  });

  it('is not taken for one that PM2 brings back', async () => {
    expect(await told({ app: 'workers-0', event: 'exit', exitCode: 1 })).to.deep.equal([]);
    expect(await told({ app: 'workers-0', event: 'online', exitCode: 78 })).to.deep.equal([]);
  });
});
