import { expect } from 'chai';
import { Redis } from 'ioredis';
import { AppError } from '../../shared/core/errors.ts';
import { keys } from '../../shared/core/keys.ts';
import { useRedis } from '../../shared/testing/redis.ts';
import { openBudget, takeTurn } from './budget.ts';

const both = [keys.requestBudget(), keys.invalidBudget()];
const limits: [number, number, number, number] = [50, 1_000, 9_000, 10];

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
      const turn = await takeTurn(test.redis, both, [2, 1_000, 9_000, 10]);
      return turn.is === 'turn' ? turn : undefined;
    }
  });

  it('forgets turns that lie in the future, after the clock was set back', async () => {
    await test.redis.lpush(keys.requestBudget(), String(Date.now() + 3_600_000));
    const turn = await takeTurn(test.redis, both, limits);
    expect(turn.is === 'turn' && turn.wait).eq(0);
  });

  it('gives none where too much was refused, and again when that is ten minutes ago', async () => {
    const budget = openBudget(test.redis, { requests: 50, window: 1_000, refused: 3, minutes: 10 });
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
