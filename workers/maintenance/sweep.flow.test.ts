import { expect } from 'chai';
import { keys } from '../../shared/core/keys.ts';
import { useSweptGuild } from './sweep.fixture.ts';
import { runSweep } from './sweep.ts';

describe('the sweep', () => {
  const swept = useSweptGuild();

  it('is one worker at a time', async () => {
    const red = await swept.at.squad('Red');
    await swept.put('ada', red.id);
    const queued: string[] = [];
    const watched = {
      ...swept.at.bot.context,
      queue: ((name, partition) => {
        queued.push(name);
        return swept.at.bot.context.queue(name, partition);
      }) as typeof swept.at.bot.context.queue,
    };
    const workers = [1, 2, 3].map(() => runSweep(watched, 5));
    while ((await swept.redis.exists(keys.sweepTurn())) === 0) await new Promise(setImmediate);
    await Promise.all(workers.map((worker) => worker.close()));
    expect(queued).to.eql(['effects']);
  });
}).timeout(20_000);
