import { SECOND } from '../../shared/core/clock.ts';

/** As everyone reads it in their own zone and language. */
export function timeTag(at: Date | number, style: 'f' | 'd' | 'R' = 'f'): string {
  return `<t:${Math.ceil(Number(at) / SECOND)}:${style}>`;
}
