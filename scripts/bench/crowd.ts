import { messageOf } from './frames.ts';

/** Messages that a load is made of. */
export interface Crowd {
  guilds: number;
  /** How many members were already seen today when it begins. */
  members: number;
}

const perMember = 40; // a member's messages of a day: as many are the first of theirs in throughput's load

/** The `n`-th message of a load that begins at midday: by members who were seen today, but for one in forty. */
export function middayMessage(n: number, { members, guilds }: Crowd, sequence: number) {
  const isFresh = n % perMember === perMember - 1;
  const member = isFresh ? members + Math.floor(n / perMember) : (n * 7_919) % members;
  return messageOf(n, member, guilds, Date.now() - n, sequence);
}

/** What every member wrote this morning. */
export function morningMessage(n: number, { guilds }: Crowd, sequence: number) {
  return messageOf(n, n, guilds, Date.now() - n, sequence);
}
