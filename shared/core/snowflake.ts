import { z } from 'zod';

/** Discord's epoch: 2015-01-01T00:00:00Z (Discord documentation, "Snowflakes"). */
const epoch = 1_420_070_400_000;

const largest = '9223372036854775807'; // of a bigint; Discord gets there in the year 2084

/** A Discord id: digits of an unsigned 64-bit number that a Postgres `bigint` can hold; never a JS number. */
export const Snowflake = z
  .string()
  .regex(/^[1-9]\d{0,18}$/, 'not a Discord id')
  .refine((id) => id.length < 19 || id <= largest, 'not a Discord id');
export type Snowflake = z.infer<typeof Snowflake>;

/** When the id was made, in milliseconds since 1970. */
export function timeOf(id: Snowflake): number {
  return Number(BigInt(id) >> 22n) + epoch;
}

/** The least id made at that time: for tests, and as a bound in searches. */
export function snowflakeAt(time: number, increment = 0): Snowflake {
  return String((BigInt(Math.floor(time) - epoch) << 22n) | BigInt(increment));
}
