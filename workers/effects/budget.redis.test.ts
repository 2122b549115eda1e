import { expect } from 'chai';
import { Redis } from 'ioredis';
import { AppError } from '../../shared/core/errors.ts';
import { keys } from '../../shared/core/keys.ts';
import { useRedis } from '../../shared/testing/redis.ts';
import { openBudget, takeTurn } from './budget.ts';

const both = [keys.requestBudget(), keys.invalidBudget()];
const limits: [number, number, number, number, number] = [50, 1_000, 9_000, 10, 0];

describe('the budget of requests to Discord', () => {
  const test = useRedis();
  const clients: Redis[] = [];
  beforeEach(() => test.redis.flushdb());
  after(() => {
    for (const client of clients) client.disconnect();
  });

  it('gives several processes together never more than 50 turns in any second', async () => {
    clients.push(...Array.from({ length: 4 }, () => new Redis(test.url)));
    const asked = clients.flatMap((client) =>
      Array.from({ length: 75 }, () => takeTurn(client, both, limits)),
    );
    const turns = (await Promise.all(asked)).map((turn) => (turn.is === 'turn' ? turn.at : Number.NaN));
    turns.sort((a, b) => a - b);
    expect(turns).length(300);
    for (const [i, turn] of turns.slice(50).entries()) expect(turn - (turns[i] ?? 0)).gte(1_000);
    expect((turns[299] ?? 0) - (turns[249] ?? 0)).eq(1_000); // and wastes none
  });

  it('tells how long until the turn, by the clock of Redis', async () => {
    const turns = [await take(), await take(), await take()];
    expect((turns[2]?.at ?? 0) - (turns[0]?.at ?? 0)).eq(1_000);
    expect(turns[2]?.wait).within(1, 1_000);
    async function take() {
      const turn = await takeTurn(test.redis, both, [2, 1_000, 9_000, 10, 0]);
      return turn.is === 'turn' ? turn : undefined;
    }
  });

  it('keeps turns free for what is urgent, however much else waits', async () => {
    const [requests, window] = [50, 30_000];
    const ask = (leave: number) => takeTurn(test.redis, both, [requests, window, 9_000, 10, leave]);
    const others = await Promise.all(Array.from({ length: 60 }, () => ask(10)));
    expect(others.filter(({ is }) => is === 'turn')).length(40);
    expect(others.at(-1)).property('is', 'full');
    const deletions = await Promise.all(Array.from({ length: 9 }, () => ask(3)));
    expect(deletions.filter(({ is }) => is === 'turn')).length(7);
    const urgent = await Promise.all(Array.from({ length: 4 }, () => ask(0)));
    expect(urgent.map((turn) => turn.is === 'turn' && turn.wait > 0)).eql([false, false, false, true]);
    expect(await ask(3)).property('is', 'full'); // nobody else gets in before the one that waits
  });

  it('serves those that wait for free turns in their order, and all of them', async () => {
    const budget = openBudget(test.redis, 2, { requests: 4, window: 50, refused: 9_000, minutes: 10 });
    const served: number[] = [];
    const all = Array.from({ length: 7 }, (_, i) => budget.take().then(() => served.push(i)));
    await Promise.all(all);
    expect(served).eql([0, 1, 2, 3, 4, 5, 6]);
  });

  it('forgets turns that lie in the future, after the clock was set back', async () => {
    await test.redis.lpush(keys.requestBudget(), String(Date.now() + 3_600_000));
    const turn = await takeTurn(test.redis, both, limits);
    expect(turn.is === 'turn' && turn.wait).eq(0);
  });

  it('gives none where too much was refused, and again when that is ten minutes ago', async () => {
    const budget = openBudget(test.redis, 0, { requests: 50, window: 1_000, refused: 3, minutes: 10 });
    for (let i = 0; i < 3; i++) await budget.countRefused();
    const error = await budget.take().catch((thrown: unknown) => thrown);
    expect(error).instanceOf(AppError).property('code', 'rate-limited');
    const [minute = '0'] = await test.redis.hkeys(keys.invalidBudget());
    await test.redis.del(keys.invalidBudget());
    await test.redis.hset(keys.invalidBudget(), String(Number(minute) - 11), 3);
    await budget.take();
    await budget.countRefused();
    expect(Object.values(await test.redis.hgetall(keys.invalidBudget()))).eql(['1']);
    expect(await test.redis.ttl(keys.invalidBudget())).within(600, 660);
  });
});
