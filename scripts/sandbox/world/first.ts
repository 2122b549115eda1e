/** Looks at no more of them than it must. */
export function first<T>(things: Iterable<T>, most: number, fits: (thing: T) => boolean = () => true): T[] {
  const found: T[] = [];
  for (const thing of things) {
    if (found.length >= most) break;
    if (fits(thing)) found.push(thing);
  }
  return found;
}
