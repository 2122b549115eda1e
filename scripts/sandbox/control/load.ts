import { type Chance, createChance } from '../demo/chance.ts';
import { lines } from '../demo/lines.ts';
import type { Live } from '../live.ts';
import { Cannot } from '../world/cannot.ts';
import type { LazyMap } from '../world/lazy-map.ts';
import { guildIn, memberIn, NotInWorld } from '../world/lookups.ts';
import type { Guild, Member, Message } from '../world/types.ts';
import { joinGuild } from './members.ts';
import { postAs } from './messages.ts';

export interface LoadOrder {
  /** Messages, over all guilds. */
  perSecond: number;
  forMs: number;
  /** Only in the first so many guilds; all where left out. */
  guilds?: number;
  seed?: number;
}

export interface LoadState {
  running: boolean;
  /** Messages posted, by the load that runs or ran last. */
  posted: number;
  /** Times somebody could not: timed out, without permission, nobody there. */
  refused: number;
}

export interface Load {
  /** Members of random guilds write; a load that runs already ends. */
  start(order: LoadOrder): void;
  stop(): void;
  readonly state: LoadState;
}

const tick = 10; // milliseconds; below, timers are not worth their time

export function createLoad(live: Live): Load {
  const state: LoadState = { running: false, posted: 0, refused: 0 };
  let timer: NodeJS.Timeout | undefined;
  const stop = () => {
    clearInterval(timer);
    state.running = false;
  };
  return {
    state,
    stop,
    start({ perSecond, forMs, guilds, seed = 1 }) {
      stop();
      Object.assign(state, { running: true, posted: 0, refused: 0 });
      const chance = createChance(seed);
      const began = performance.now();
      let due = 0;
      timer = setInterval(() => {
        const passed = Math.min(forMs, performance.now() - began);
        for (; due < Math.floor((passed * perSecond) / 1_000); due += 1) {
          if (writeSomething(live, chance, guilds)) state.posted += 1;
          else state.refused += 1;
        }
        if (passed >= forMs) stop();
      }, tick);
    },
  };
}

export interface RaidOrder {
  guild: string;
  members: number;
  content?: string;
  /** The guild's first text channel where left out. */
  channel?: string;
}

/** So many new members join and all post the same. */
export function raid(live: Live, { guild, members, content, channel }: RaidOrder): Message[] {
  const text = content ?? 'free nitro for everybody https://nitro.example/claim';
  return joinWave(live, { guild, members }).map(({ user }) =>
    postAs(live, { guild, channel, author: user.id, content: text }),
  );
}

/** So many new members join. */
export function joinWave(live: Live, { guild, members }: { guild: string; members: number }): Member[] {
  return Array.from({ length: members }, () => joinGuild(live, guild));
}

export interface SpamOrder {
  guild: string;
  user: string;
  messages: number;
  /** The guild's first text channel where left out. */
  channel?: string;
}

/** One member posts so many messages at once. */
export function spam(live: Live, order: SpamOrder): Message[] {
  const { guild, channel } = order;
  const author = memberIn(guildIn(live.world, order.guild), order.user).user.id;
  return Array.from({ length: order.messages }, (_, n) =>
    postAs(live, { guild, channel, author, content: `spam ${n + 1} of ${order.messages}` }),
  );
}

/** False where the one who was chosen could not, or there is no channel for it. */
function writeSomething(live: Live, chance: Chance, guilds: number | undefined): boolean {
  const guild = anyGuild(live, chance, guilds);
  const author = guild && anyone(live, guild, chance);
  if (!guild || !author) return false;
  try {
    postAs(live, { guild: guild.id, author, content: chance.of(lines.en) ?? 'hello' });
    return true;
  } catch (error) {
    if (error instanceof Cannot || error instanceof NotInWorld) return false;
    throw error;
  }
}

function anyGuild({ world }: Live, chance: Chance, guilds = world.guilds.size): Guild | undefined {
  const part = Math.min(1, guilds / Math.max(1, world.guilds.size));
  const id = world.guilds.idAt(chance.next() * part);
  return id === undefined ? undefined : world.guilds.get(id);
}

/** A few tries, as some are bots. */
function anyone(
  { world }: Live,
  { members }: { members: LazyMap<Member> },
  chance: Chance,
): string | undefined {
  for (let tries = 0; tries < 5; tries += 1) {
    const id = members.idAt(chance.next());
    if (id !== undefined && id !== world.bot.id && !members.get(id)?.user.bot) return id;
  }
  return undefined;
}
