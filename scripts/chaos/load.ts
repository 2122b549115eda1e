import type { Chance } from '../../shared/testing/economy/chance.ts';
import { guildId, type InteractionHandle, type Sandbox, userId } from '../sandbox/index.ts';

const names = Array.from({ length: 5_000 }, (_, n) => `member${n}`);
export const guild = guildId('Chaos');
export const world = { guilds: [{ name: 'Chaos', members: names.map((name) => ({ name })) }] };

const tick = 50; // milliseconds

export interface Load {
  /** What members wrote, by message id. */
  messages: { id: string; author: string }[];
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
    const isNew = known === 0 || (chance.hits(0.5) && known < names.length);
    const author = idOf(isNew ? known++ : chance.below(known));
    const { id } = sandbox.message({ guild, author, content: `message ${load.messages.length}` });
    load.messages.push({ id, author });
  }

  function send(): void {
    const [giver, receiver] = [idOf(chance.below(known)), idOf(chance.below(names.length))];
    const amount = 1 + chance.below(60);
    const options = { user: receiver, amount };
    const order = { guild, user: giver, name: 'bytes', subcommand: 'send', options };
    load.sends.push({ handle: sandbox.slash(order), giver, receiver, amount });
  }
}

function idOf(n: number): string {
  return userId(names[n] ?? '');
}
