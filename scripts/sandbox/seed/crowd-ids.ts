const guildsFrom = 200_000_000_000; // milliseconds after Discord's epoch, May 2021: as if one was made each millisecond
const usersFrom = 150_000_000_000; // … October 2019; seeded guilds count backwards from here
const lowBits = 22n;

/** Ids of generated things: a guild's number is in its own id and in those of its roles and channels. */
export const crowdGuildId = (guild: number) => idOf(guildsFrom + guild, 0);
/** `low`: 1 to 15 for roles, from 16 on for channels. */
export const idInCrowdGuild = (guild: number, low: number) => idOf(guildsFrom + guild, low);
/** Of the `number`th generated member of a population: that of the crowd's guild of that number, or below 0. */
export const crowdUserId = (population: number, number: number) => idOf(usersFrom + population, number);

/** The crowd's guild that a guild, role or channel belongs to; null for an id that cannot be the crowd's. */
export function inCrowdGuild(id: string): { guild: number; low: number } | null {
  const parts = partsOf(id);
  return parts ? { guild: parts.high - guildsFrom, low: parts.low } : null;
}

export function inPopulation(id: string): { population: number; number: number } | null {
  const parts = partsOf(id);
  return parts ? { population: parts.high - usersFrom, number: parts.low } : null;
}

function idOf(high: number, low: number): string {
  return ((BigInt(high) << lowBits) | BigInt(low)).toString();
}

function partsOf(id: string): { high: number; low: number } | null {
  if (!/^\d{17,19}$/.test(id)) return null;
  const value = BigInt(id);
  return { high: Number(value >> lowBits), low: Number(value & 0x3fffffn) };
}
