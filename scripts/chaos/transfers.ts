import { randomUUID } from 'node:crypto';
import { SECOND } from '../../shared/core/clock.ts';
import type { Chance } from '../../shared/testing/economy/chance.ts';
import { type ApiClient, ApiProblem } from '../../web/client/index.ts';
import type { Load } from './load.ts';
import { guild, idOf, members } from './world.ts';

const tick = 100; // milliseconds

/** A transfer through the API, and what whoever asked for it knows. */
export interface Asked {
  /** Its Idempotency-Key. */
  key: string;
  giver: string;
  receiver: string;
  amount: number;
  told: { is: 'sent' } | { is: 'refused'; why: string } | { is: 'unknown'; why: string };
}

export interface Transfers {
  asked: Asked[];
  /** Ends when everybody was answered; whoever was not told what came of it asks again. */
  stop(): Promise<void>;
}

/** Those who wrote send bytes, as `/bytes send` does, by programs that use the API. */
export function startTransfers(
  client: ApiClient,
  chance: Chance,
  { messages }: Pick<Load, 'messages'>,
  perSecond: number,
): Transfers {
  const asked: Asked[] = [];
  const pending = new Set<Promise<void>>();
  const began = performance.now();
  const timer = setInterval(() => {
    const seconds = (performance.now() - began) / SECOND;
    while (asked.length < seconds * perSecond) order();
  }, tick);
  return {
    asked,
    async stop() {
      clearInterval(timer);
      await Promise.all(pending);
      for (const one of asked.filter(({ told }) => told.is === 'unknown')) await ask(one);
    },
  };

  function order(): void {
    const one: Asked = {
      key: randomUUID(),
      giver: chance.of(messages).author,
      receiver: idOf(members, chance.below(members.length)),
      amount: 1 + chance.below(30),
      told: { is: 'unknown', why: 'it was not answered' },
    };
    asked.push(one);
    const asking = ask(one).finally(() => pending.delete(asking));
    pending.add(asking);
  }

  async function ask(one: Asked): Promise<void> {
    const { key: idempotencyKey, giver, receiver, amount } = one;
    const [params, body] = [{ guildId: guild }, { giver, receiver, amount }];
    try {
      await client.call('post /guilds/{guildId}/transfers', { params, body, idempotencyKey });
      one.told = { is: 'sent' };
    } catch (failure) {
      const why = String(failure);
      one.told = { is: isRefusal(failure) ? 'refused' : 'unknown', why };
    }
  }
}

function isRefusal(failure: unknown): boolean {
  return failure instanceof ApiProblem && failure.status >= 400 && failure.status < 500;
}
