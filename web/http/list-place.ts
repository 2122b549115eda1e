import { z } from 'zod';

/** Where a list goes on: behind the row of that time and id. */
export interface ListPlace {
  at: Date;
  id: string;
}

/** `<milliseconds>.<id>`, of rows with a number and of such with a UUID. */
export const NumberedPlace = z
  .string()
  .regex(/^\d{1,14}\.[1-9]\d{0,17}$/)
  .transform(readPlace);
export const UuidPlace = z
  .string()
  .regex(/^\d{1,14}\.[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/)
  .transform(readPlace);

export function placeText({ at, id }: ListPlace): string {
  return `${at.getTime()}.${id}`;
}

function readPlace(text: string): ListPlace {
  const [at = '', id = ''] = text.split('.');
  return { at: new Date(Number(at)), id };
}
