import { z } from 'zod';
import type { Window } from '../kind.ts';

/** A number of things that are too many: product §3 allows up to 100. */
export function atLeast(title: string, normally: number, least = 2) {
  return z.int().min(least).max(100).default(normally).meta({ title, description: 'So many are too many.' });
}

/** How long they are counted, up to an hour. */
export function within(normally: number) {
  return z.int().min(1).max(3_600).default(normally).meta({ title: 'Within', unit: 'seconds' });
}

/** Texts shorter than that are not compared: people greet each other alike. */
export function minLength(normally: number) {
  return z.int().min(1).max(500).default(normally).meta({
    title: 'Shortest text',
    description:
      'Texts with fewer characters are not compared. Repeated characters count once; a message with attachments is always compared.',
    unit: 'characters',
    advanced: true,
  });
}

/** Content rules hold at one match; a minute without another ends the burst (product §3). */
export const anyMatch: Window = { counts: 'matches', atLeast: 1, within: 60_000 };

export function secondsIn(seconds: number): string {
  return seconds === 1 ? '1 second' : `${seconds} seconds`;
}
