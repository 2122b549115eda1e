import type { AwardOrder } from '../bytes/commit-awards.ts';
import { BytesConfig, type BytesSettings } from '../bytes/settings.ts';
import { DAY } from '../core/clock.ts';
import { snowflakeAt } from '../core/snowflake.ts';

/** 2026-01-01: the first day of tests that count days. */
export const firstDay = Date.UTC(2026, 0, 1) / DAY;

export const defaults: BytesSettings = { config: BytesConfig.parse({}), roles: [] };

let messages = 0;

/** A message of `user` on a day, as an order for an award. Every call is another message unless one is given. */
export function orderOn(
  day: number,
  { user = '900', guild = '100', settings = defaults, message = '' } = {},
): AwardOrder {
  return {
    guild,
    channel: '200',
    message: message || snowflakeAt((firstDay + day) * DAY, ++messages),
    author: { id: user, username: `user-${user}`, globalName: null, avatar: null },
    day: firstDay + day,
    settings,
  };
}
