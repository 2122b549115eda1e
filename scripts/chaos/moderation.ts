import type { Chance } from '../../shared/testing/economy/chance.ts';
import type { InteractionHandle, Sandbox } from '../sandbox/index.ts';
import { idOf, moderated, moderators, offenders } from './world.ts';

/** What a moderator typed, and at whom. */
export interface Ordered {
  handle: InteractionHandle;
  guild: string;
  user: string;
  kind: 'ban' | 'timeout' | 'warn' | 'kick' | 'unban';
  /** A ban that ends by itself. */
  isTemporary: boolean;
}

export interface Moderation {
  orders: Ordered[];
  stop(): void;
}

const kinds = ['ban', 'ban', 'timeout', 'warn', 'kick'] as const;
const [shortest, longest] = [10, 40]; // seconds of a ban: it ends amid the next troubles
const pause = 100; // milliseconds
const settles = 5; // orders of others, before somebody's ban is ended

/**
 * Moderators at work, steadily. Each order is about somebody new, so that what happened to them came of that one alone; but
 * some of those who are banned for good are pardoned later.
 */
export function startModerating(sandbox: Sandbox, chance: Chance, ordersPerSecond: number): Moderation {
  const orders: Ordered[] = [];
  const pardonable: { order: Ordered; after: number }[] = [];
  const began = performance.now();
  let known = 0;
  const timer = setInterval(() => {
    const seconds = (performance.now() - began) / 1_000;
    while (orders.length < seconds * ordersPerSecond) give();
  }, pause);
  return { orders, stop: () => clearInterval(timer) };

  function give(): void {
    const [oldest] = pardonable;
    if (oldest && oldest.after < orders.length && chance.hits(0.3)) {
      pardonable.shift();
      ask({ ...oldest.order, kind: 'unban', isTemporary: false });
      return;
    }
    const kind = chance.of(kinds);
    const isTemporary = kind === 'ban' && chance.hits(0.7);
    const order = { guild: chance.of(moderated), user: idOf(offenders, known++), kind, isTemporary };
    ask(order);
  }

  function ask({ guild, user, kind, isTemporary }: Omit<Ordered, 'handle'>): void {
    const duration = isTemporary ? `${shortest + chance.below(longest - shortest)}s` : undefined;
    const options = {
      ...{ user, reason: `order ${orders.length}` },
      ...(kind === 'timeout' && { duration: '1h' }),
      ...(duration && { duration }),
    };
    const handle = sandbox.slash({ guild, user: idOf(moderators, chance.below(3)), name: kind, options });
    const order = { handle, guild, user, kind, isTemporary };
    orders.push(order);
    if (kind === 'ban' && !isTemporary) pardonable.push({ order, after: orders.length + settles });
  }
}
