import { z } from 'zod';

const Typed = z.string().trim().regex(/^\d+$/).transform(Number).pipe(z.int().min(1));

/** An amount of bytes; undefined for anything but a whole number of at least 1, in digits: 1.000 is not the same to all. */
export function parseAmount(typed: string): number | undefined {
  return Typed.safeParse(typed).data;
}
