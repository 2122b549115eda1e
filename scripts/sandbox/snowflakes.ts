import { createHash } from 'node:crypto';

const discordEpoch = 1_420_070_400_000n; // 2015-01-01, Discord's documentation "Snowflakes"
const lowBits = 22n;

export interface Snowflakes {
  next(): string;
  /** An id that says it was made at `time` (milliseconds), also in the past. */
  at(time: number): string;
}

/** Ids never repeat within four million of them in the same millisecond. */
export function createSnowflakes(now: () => number): Snowflakes {
  let counter = 0;
  const at = (time: number) => {
    counter = (counter + 1) & 0x3fffff;
    return snowflakeAt(time, counter);
  };
  return { at, next: () => at(now()) };
}

export function snowflakeAt(time: number, low = 0): string {
  return (((BigInt(Math.floor(time)) - discordEpoch) << lowBits) | BigInt(low)).toString();
}

export function timeOf(id: string): number {
  return Number((BigInt(id) >> lowBits) + discordEpoch);
}

/** The number a guild's shard is computed from: `shardKey % shardCount`. */
export function shardKeyOf(guildId: string): number {
  return Number(BigInt(guildId) >> lowBits);
}

const seedFrom = Date.UTC(2019, 0, 1);
const seedSpan = 4 * 365 * 24 * 3_600_000;

/** The same name gives the same id on every machine and after every restart; dated between 2019 and 2022. */
export function seededSnowflake(...name: string[]): string {
  const digest = createHash('sha256').update(name.join('\u0000')).digest();
  const time = seedFrom + (digest.readUIntBE(0, 6) % seedSpan);
  return snowflakeAt(time, digest.readUInt32BE(6) & 0x3fffff);
}
