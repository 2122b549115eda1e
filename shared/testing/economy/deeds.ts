import { payAwards } from '../../bytes/award.ts';
import { giveFreezes } from '../../bytes/freezes.ts';
import { give } from '../../bytes/gift.ts';
import type { BytesConfig } from '../../bytes/settings.ts';
import { transfer } from '../../bytes/transfer.ts';
import { DAY } from '../../core/clock.ts';
import { snowflakeAt } from '../../core/snowflake.ts';
import { join, leave } from '../../squads/membership.ts';
import type { Chance } from './chance.ts';

export const guild = '100';
/** Few, and amounts are tens: so that they meet, and balances stand at a limit as well as beside it. */
export const members = ['901', '902', '903', '904', '905', '906'];

export type Deps = Parameters<typeof payAwards>[0];

/** What a deed's answers have in common; the rest is the kind's own. */
export interface Outcome {
  is: string;
  [more: string]: unknown;
}

interface Common {
  /** The operation's id. */
  id: string;
  user: string;
  /** Asks the system, as often as one likes; `config` is the guild's at that moment. */
  ask(deps: Deps, config: BytesConfig, again: boolean): Promise<Outcome>;
}
/** Something that a member or the staff wants, once. */
export type Deed = Common &
  (
    | { kind: 'award'; day: number }
    | { kind: 'transfer'; receiver: string; amount: number; at: number }
    | { kind: 'gift'; amount: number }
    | { kind: 'freezes'; amount: number }
    | { kind: 'join'; squad: string; agreed: number }
    | { kind: 'leave' }
  );

export interface World {
  squads: string[];
  /** Simulated: milliseconds since 1970. */
  now(): number;
  /** Another number at each call. */
  serial(): number;
}

const by = { kind: 'staff', id: '1', name: 'owner' } as const;
const profile = (id: string) => ({ id, username: `user${id}`, globalName: null, avatar: null });

/** How each kind of deed comes about, and how often. */
const makers: { weight: number; make(world: World, chance: Chance): Deed }[] = [
  { weight: 6, make: wantAward },
  { weight: 8, make: wantTransfer },
  { weight: 3, make: wantGift },
  { weight: 1, make: wantFreezes },
  { weight: 4, make: wantJoin },
  { weight: 2, make: wantLeave },
];
const wheel = makers.flatMap(({ weight, make }) => Array.from({ length: weight }, () => make));

export function anyDeed(world: World, chance: Chance): Deed {
  return chance.of(wheel)(world, chance);
}

function wantAward(world: World, chance: Chance): Deed {
  const user = chance.of(members);
  const time = world.now() - (chance.hits(0.15) ? DAY : 0);
  const message = snowflakeAt(time, world.serial());
  const day = Math.floor(time / DAY);
  return {
    kind: 'award',
    id: `msg:${message}`,
    user,
    day,
    async ask(deps, config, again) {
      const settings = { config, roles: [] };
      const order = { guild, channel: '200', message, author: profile(user), day, settings };
      const { awards, found, covered } = await payAwards(deps, [order], { sure: again });
      return { is: 'handled', awards: [...awards, ...found], covered };
    },
  };
}

function wantTransfer(world: World, chance: Chance): Deed {
  const [user, receiver] = [chance.of(members), chance.of(members)];
  const amount = 10 * (1 + chance.below(chance.hits(0.2) ? 6 : 2));
  const [id, at] = [`int:${world.serial()}`, Math.floor(world.now())];
  const to = { ...profile(receiver), bot: false, member: true };
  const order = { operation: id, at, guild, giver: profile(user), receiver: to, amount, reason: null };
  const ask = (deps: Deps, config: BytesConfig) => transfer(deps, { ...order, config });
  return { kind: 'transfer', id, user, receiver, amount, at, ask };
}

function wantGift(world: World, chance: Chance): Deed {
  const [user, amount] = [chance.of(members), 10 * (1 + chance.below(6)) * (chance.hits(0.5) ? -1 : 1)];
  const id = `job:gift-${world.serial()}`;
  const ask = (deps: Deps) => give(deps, { operation: id, guild, user, amount, reason: 'test', by });
  return { kind: 'gift', id, user, amount, ask };
}

function wantFreezes(world: World, chance: Chance): Deed {
  const [user, amount] = [chance.of(members), chance.of([-1, 1, 2])];
  const id = `job:freezes-${world.serial()}`;
  const ask = (deps: Deps, config: BytesConfig) =>
    giveFreezes(deps, { operation: id, guild, user, amount, by, config });
  return { kind: 'freezes', id, user, amount, ask };
}

function wantJoin(world: World, chance: Chance): Deed {
  const [user, squad] = [chance.of(members), chance.of(world.squads)];
  const [id, agreed] = [`prompt:join-${world.serial()}`, chance.of([0, 10, 50, 50])];
  const ask = (deps: Deps, config: BytesConfig) =>
    join(deps, { operation: id, guild, user: profile(user), config, squad, agreed });
  return { kind: 'join', id, user, squad, agreed, ask };
}

function wantLeave(world: World, chance: Chance): Deed {
  const user = chance.of(members);
  const id = `prompt:leave-${world.serial()}`;
  const ask = (deps: Deps, config: BytesConfig) =>
    leave(deps, { operation: id, guild, user: profile(user), config });
  return { kind: 'leave', id, user, ask };
}
