export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Milliseconds since 1970. A dependency, so that tests and retries agree on the time. */
export type Clock = () => number;

export const systemClock: Clock = () => Date.now();
