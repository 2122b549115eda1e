import { createHash } from 'node:crypto';
import { ownFrames } from './frames.ts';
import type { Thrown } from './thrown.ts';

/**
 * Errors of one fingerprint are one kind, whichever process and version they happen in: of one type and code, for the same
 * reason, thrown in the same place of our code. Where no line of ours is known, what is said of it stands for the place.
 */
export function fingerprintOf({ type, code, causes, message, stack }: Thrown): string {
  const frames = ownFrames((stack ?? '').slice(0, 20_000));
  const place = frames.length > 0 ? frames : [shapeOf(message)];
  return createHash('sha256')
    .update(JSON.stringify([type, code, causes, place]))
    .digest('hex');
}

/** A message without what differs each time: ids, numbers, quoted values. */
function shapeOf(message: string): string {
  return message
    .slice(0, 1_000)
    .replace(/"[^"]*"|'[^']*'|`[^`]*`/g, '…')
    .replace(/\b[\da-f]{8,}\b|\d+/gi, '#')
    .slice(0, 200);
}
