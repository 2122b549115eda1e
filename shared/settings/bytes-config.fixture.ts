import fc from 'fast-check';
import { BytesConfig } from '../bytes/settings.ts';

const int = (min: number, max: number) => fc.integer({ min, max });
const text = (maxLength: number) =>
  fc.string({ unit: 'grapheme', maxLength: 8 }).map((text) => text.trim().slice(0, maxLength) || 'x');
const id = fc.bigInt({ min: 1n, max: 2n ** 63n - 1n }).map(String);

/** Any settings of bytes that a guild may have. */
export const anyBytesConfig: fc.Arbitrary<BytesConfig> = fc
  .record({
    enabled: fc.boolean(),
    startingBalance: int(0, 1_000_000_000),
    dailyAmount: int(1, 1_000_000),
    tiers: fc.uniqueArray(fc.record({ days: int(1, 36_500), label: text(32), multiplier: int(1, 65_536) }), {
      maxLength: 25,
      selector: ({ days }) => days,
    }),
    mode: fc.constantFrom('tier', 'milestone'),
    announce: fc.constantFrom('reaction', 'message', 'off'),
    emoji: fc.constantFrom('🪙', '❤️', '🇩🇪', 'coin:123', '<a:coin:9>'),
    ignoredChannels: fc.array(id, { maxLength: 40 }),
    timeZone: fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York'),
    leastAccountAgeDays: int(0, 3_650),
    leastMembershipDays: int(0, 3_650),
  })
  .map((values) => BytesConfig.parse(values));
