import type { Chance } from '../../shared/testing/economy/chance.ts';
import type { InteractionHandle, Sandbox } from '../sandbox/index.ts';
import { guild, idOf, members, quiet } from './world.ts';

const tick = 50; // milliseconds

/** A message that was written. */
export interface Written {
  id: string;
  author: string;
}

export interface Load {
  /** What members wrote. */
  messages: Written[];
  /** What members sent each other, each as its interaction. */
  sends: { handle: InteractionHandle; giver: string; receiver: string; amount: number }[];
  stop(): void;
}

interface Rates {
  messagesPerSecond: number;
  sendsPerSecond: number;
}

/**
 * Steady load: half of the messages are somebody's first, and those who wrote before send bytes to others. Only what
 * happens when depends on the machine; who does what follows from the seed.
 */
export function startLoad(
  sandbox: Sandbox,
  chance: Chance,
  { messagesPerSecond, sendsPerSecond }: Rates,
): Load {
  const load: Load = { messages: [], sends: [], stop: () => clearInterval(timer) };
  const began = performance.now();
  let known = 0;
  const timer = setInterval(() => {
    const seconds = (performance.now() - began) / 1_000;
    while (load.messages.length < seconds * messagesPerSecond) write();
    while (load.sends.length < seconds * sendsPerSecond) send();
  }, tick);
  write();
  return load;

  function write(): void {
    const isNew = known === 0 || (chance.hits(0.5) && known < members.length);
    const author = idOf(members, isNew ? known++ : chance.below(known));
    const { id } = sandbox.message({
      ...{ guild, author, channel: quiet },
      content: `message ${load.messages.length}`,
    });
    load.messages.push({ id, author });
  }

  function send(): void {
    const giver = idOf(members, chance.below(known));
    const receiver = idOf(members, chance.below(members.length));
    const amount = 1 + chance.below(60);
    const options = { user: receiver, amount };
    const order = { guild, user: giver, name: 'bytes', subcommand: 'send', options };
    load.sends.push({ handle: sandbox.slash(order), giver, receiver, amount });
  }
}
