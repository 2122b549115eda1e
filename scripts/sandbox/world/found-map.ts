/** A map that asks `find` for what it does not hold, and keeps the answer. Going through it shows only what it holds. */
export class FoundMap<V> extends Map<string, V> {
  readonly #find: (id: string) => V | undefined;

  constructor(find: (id: string) => V | undefined) {
    super();
    this.#find = find;
  }

  override get(id: string): V | undefined {
    const known = super.get(id);
    if (known !== undefined) return known;
    const found = this.#find(id);
    if (found !== undefined) super.set(id, found);
    return found;
  }

  override has(id: string): boolean {
    return super.has(id) || this.#find(id) !== undefined;
  }

  /** The entry for a look; it is not kept. */
  peek(id: string): V | undefined {
    return super.get(id) ?? this.#find(id);
  }
}
