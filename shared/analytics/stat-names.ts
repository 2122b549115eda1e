/**
 * What is summed up by the hour. Each has its total under label '' of guild 0, unless said otherwise. They are made from
 * records (rolled-stats.ts), or added to as things happen (tallies.ts, add-stats.ts).
 */
export const statNames = [
  /** Of people and of bots; by route. `sum` and `most` are milliseconds, as of all that comes from page views. */
  'page-views',
  'page-views-bots',
  /** Of both; by route. */
  'slow-pages',
  /** By address, also of the API where it turned somebody away: all views, those answered with 429, with 401 or 403. */
  'ips',
  'ips-throttled',
  'ips-blocked',
  /** Of people: by host of the referrer, by agent. */
  'referrers',
  'agents',
  'agents-bots',
  /** By name. `sum` and `most` are milliseconds. */
  'commands',
  /** By id. */
  'commands-by-user',
  'commands-by-guild',
  /** By id of the redirect; of people and of bots. */
  'clicks',
  'clicks-bots',
  /** Also of each guild. */
  'messages',
  'events',
  'awards',
  'firings',
  /** By role of the process. */
  'errors',
  /** By id of the error, without a total. */
  'errors-by-kind',
  /** By queue; `most` is the longest wait in milliseconds. */
  'queue-lag',
] as const;
export type StatName = (typeof statNames)[number];
