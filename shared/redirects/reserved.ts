/**
 * What no short link may be called: the first part of every address that is served, and some that may be one day. A test
 * of the web tier compares it with the routes.
 */
export const reserved: ReadonlySet<string> = new Set([
  ...['admin', 'api', 'enter', 'leaderboard', 'mycases', 'privacy', 'r', 'static', 'terms'],
  ...['healthz', 'metrics', 'readyz'],
  ...['assets', 'auth', 'favicon', 'health', 'leaderboards', 'login', 'logout', 'oauth', 'robots', 'sitemap'],
]);
