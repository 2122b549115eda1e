import { type Refusal, refuse } from '../http/problem.ts';

/** The number that If-Match names, where a version is a mere number; -1, which none has, for anything else. */
export function versionIn(match: string | null): number {
  return /^[1-9]\d{0,8}$/.test(match ?? '') ? Number(match) : -1;
}

/** Somebody else changed it since it was read; the answer names the version that it has now. */
export function refuseStale(version: number | string): Refusal {
  return refuse('precondition-failed', { headers: { ETag: `"${version}"` } });
}
