import type { GatewaySendPayload } from 'discord-api-types/v10';
import type { AppError } from '../shared/core/errors.ts';
import type { Log } from '../shared/core/log.ts';
import { fatalClose } from './fatal.ts';
import type { Link, LinkEvents } from './link.ts';

/** Whether a shard has hold of its socket. `attaching` also while the link connects again after a drop. */
export type State =
  | { is: 'attaching' }
  | { is: 'attached' }
  | { is: 'detaching'; why: string }
  | { is: 'detached'; why: string }
  | { is: 'stopped'; why: string };

/** Why a shard lets go of its socket for a while, and what it does before it takes hold again. */
export interface Pause {
  why: string;
  meanwhile: () => Promise<void>;
}

interface Deps {
  shard: number;
  shards: number;
  /** Privileged intents, for the sentence about a refused one. */
  privileged: readonly string[];
  log: Log;
  /** A new link, resuming from what is the watermark then. */
  link: (on: LinkEvents) => Link;
  on: Omit<LinkEvents, 'closed'>;
  /** A close code that no further attempt can mend. The shard is stopped then. */
  onFatal: (error: AppError) => void;
}

/**
 * A shard's hold on the gateway. Detach and attach are the one way to let go of a socket: frozen hooks, close code 4200,
 * then whatever has to happen in between, then RESUME (design §5).
 */
export interface Gateway {
  readonly state: State;
  attach(): void;
  /** Whether it was sent, which it is only while attached. */
  send(payload: GatewaySendPayload): boolean;
  /**
   * Detaches, does what the pause is for, attaches; one pause after the other. After a stop nothing of it happens, and
   * a stop meanwhile keeps the shard from attaching again.
   */
  pause(pause: Pause): Promise<void>;
  /** Lets go for good. The session stays resumable. */
  stop(why: string): Promise<void>;
}

export function openGateway({ shard, shards, privileged, log, link: openLink, on, onFatal }: Deps): Gateway {
  let state: State = { is: 'detached', why: 'not started' };
  let link: Link | undefined;
  let turn = Promise.resolve();

  const become = (next: State) => {
    state = next;
    log.info(next, 'gateway');
  };
  const holds = () => state.is === 'attached' || state.is === 'attaching';

  function attach(): void {
    become({ is: 'attaching' });
    link = openLink({
      ...on,
      identified(session, guilds) {
        become({ is: 'attached' });
        on.identified(session, guilds);
      },
      resumed() {
        become({ is: 'attached' });
        on.resumed();
      },
      closed(code) {
        log.info({ code }, 'the gateway closed the socket');
        const fatal = fatalClose(code, { shard, shards, privileged });
        if (!fatal) return become({ is: 'attaching' });
        become({ is: 'stopped', why: fatal.message });
        onFatal(fatal);
      },
    });
    link.connect();
  }

  async function takePause({ why, meanwhile }: Pause): Promise<void> {
    if (!holds()) return;
    become({ is: 'detaching', why });
    await link?.close(why);
    if (state.is === 'detaching') become({ is: 'detached', why });
    try {
      await meanwhile();
    } catch (error) {
      log.error({ err: error }, `could not finish what a pause was for: ${why}`);
    }
    if (state.is === 'detached') attach();
  }

  return {
    get state() {
      return state;
    },
    attach,
    send: (payload) => state.is === 'attached' && link?.send(payload) === true,
    pause(pause) {
      turn = turn.then(() => takePause(pause));
      return turn;
    },
    async stop(why) {
      if (state.is === 'stopped') return;
      become({ is: 'stopped', why });
      await link?.close(why);
    },
  };
}
