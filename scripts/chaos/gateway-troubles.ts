import { setTimeout as sleep } from 'node:timers/promises';
import { SECOND } from '../../shared/core/clock.ts';
import type { Chance } from '../../shared/testing/economy/chance.ts';
import type { Sandbox } from '../sandbox/index.ts';
import type { Stage } from './stage.ts';

/** What the gateway asks for. Two missed acknowledgements are a dead socket: that is to come about within one trouble. */
export const heartbeatInterval = 10 * SECOND;
const lasts = 3 * SECOND;
const patience = 60 * SECOND;

type Trouble = Sandbox['trouble'];
interface Act {
  what: string;
  begin(trouble: Trouble, chance: Chance): void;
  end?(trouble: Trouble): void;
}

/** None of it ends a session. */
const acts: Act[] = [
  { what: 'the socket is cut', begin: (trouble) => trouble.dropSockets() },
  { what: 'it closes the socket', begin: (trouble) => trouble.dropSockets(4_000) },
  { what: 'op 7', begin: (trouble) => trouble.reconnect() },
  { what: 'op 9, resumable', begin: (trouble) => trouble.invalidate(true) },
  {
    what: 'everything is dispatched twice',
    begin: (trouble) => trouble.duplicate(true),
    end: (trouble) => trouble.duplicate(false),
  },
  {
    what: 'dispatches overtake each other',
    begin: (trouble, chance) => trouble.reorder({ window: 8, seed: chance.below(1_000) }),
    end: (trouble) => trouble.reorder(null),
  },
  {
    what: 'dispatches come late',
    begin: (trouble) => trouble.delay(700),
    end: (trouble) => trouble.delay(0),
  },
];

/** All of it, in an order that follows from the seed. */
export async function misbehave({ sandbox, chance, say }: Stage): Promise<void> {
  const left = [...acts];
  for (let act = take(); act; act = take()) {
    say(`  ${act.what} …`);
    act.begin(sandbox.trouble, chance);
    await sleep(lasts);
    act.end?.(sandbox.trouble);
  }
  await connected(sandbox);

  function take(): Act | undefined {
    return left.splice(chance.below(left.length), 1)[0];
  }
}

/** For as long as it takes the bot to find out, and to resume. */
export async function withholdAcks(sandbox: Sandbox): Promise<void> {
  const { resumes } = sandbox.sessions;
  sandbox.trouble.withholdAcks(true);
  const resumed = () => sandbox.sessions.resumes > resumes;
  await sandbox.waitFor(resumed, patience, 'a RESUME for want of acknowledgements');
  sandbox.trouble.withholdAcks(false);
}

/** Op 9, not resumable; until there is another session. What happened in between is lost to the bot. */
export async function forgetSession(sandbox: Sandbox): Promise<void> {
  sandbox.trouble.invalidate(false);
  await connected(sandbox);
}

function connected(sandbox: Sandbox): Promise<unknown> {
  const isThere = () => sandbox.sessions.open.some(({ connected }) => connected);
  return sandbox.waitFor(isThere, patience, 'a session');
}
