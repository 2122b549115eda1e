/** What a map makes when it is asked for: as many things as one likes, their ids ascending by their numbers. */
export interface Source<V> {
  count: number;
  idOf(number: number): string;
  /** -1 for an id that is none of them. */
  numberOf(id: string): number;
  /** `kept`: the map keeps it, so whatever it shares with others has to be the kept one, too. */
  make(number: number, kept: boolean): V;
}

const nothing: Source<never> = {
  count: 0,
  idOf: () => '',
  numberOf: () => -1,
  make: () => {
    throw new Error('there is nothing to make');
  },
};

/** A map most of whose entries are only made on demand. `get` keeps what it makes, going through it does not. */
export class LazyMap<V> extends Map<string, V> {
  readonly #source: Source<V>;
  readonly #gone = new Set<number>();
  /** How many of the source's things are kept. */
  #kept = 0;

  constructor(source: Source<V> = nothing) {
    super();
    this.#source = source;
  }

  override get size(): number {
    return super.size + this.#source.count - this.#kept - this.#gone.size;
  }

  override get(id: string): V | undefined {
    const known = super.get(id);
    if (known !== undefined) return known;
    const number = this.#waiting(id);
    if (number < 0) return undefined;
    const made = this.#source.make(number, true);
    super.set(id, made);
    this.#kept += 1;
    return made;
  }

  /** The entry for a look: changes to one that is not kept are lost. */
  peek(id: string): V | undefined {
    const known = super.get(id);
    if (known !== undefined) return known;
    const number = this.#waiting(id);
    return number < 0 ? undefined : this.#source.make(number, false);
  }

  override has(id: string): boolean {
    return super.has(id) || this.#waiting(id) >= 0;
  }

  override set(id: string, value: V): this {
    const number = super.has(id) ? -1 : this.#source.numberOf(id);
    if (number >= 0) {
      this.#gone.delete(number);
      this.#kept += 1;
    }
    return super.set(id, value);
  }

  override delete(id: string): boolean {
    const held = super.delete(id);
    const number = this.#source.numberOf(id);
    if (number < 0) return held;
    if (held) this.#kept -= 1;
    const was = held || !this.#gone.has(number);
    this.#gone.add(number);
    return was;
  }

  override clear(): void {
    for (const id of [...this.keys()]) this.delete(id);
  }

  /** Its own first, then those of the source by number. */
  override *keys(): Generator<string, undefined> {
    for (const id of super.keys()) if (this.#source.numberOf(id) < 0) yield id;
    for (let number = 0; number < this.#source.count; number += 1)
      if (!this.#gone.has(number)) yield this.#source.idOf(number);
  }

  override *entries(): Generator<[string, V], undefined> {
    for (const id of this.keys()) {
      const value = this.peek(id);
      if (value !== undefined) yield [id, value];
    }
  }

  override *values(): Generator<V, undefined> {
    for (const [, value] of this.entries()) yield value;
  }

  override [Symbol.iterator](): Generator<[string, V], undefined> {
    return this.entries();
  }

  override forEach(look: (value: V, id: string, map: Map<string, V>) => void): void {
    for (const [id, value] of this.entries()) look(value, id, this);
  }

  /** Only what is really there: whatever was put in, or asked for with `get`. */
  kept(): Iterable<V> {
    return super.values();
  }

  /** The id that far along, from 0 up to 1; undefined where something was removed. */
  idAt(part: number): string | undefined {
    const own = super.size - this.#kept;
    const place = Math.floor(part * (own + this.#source.count));
    if (place >= own) {
      const number = place - own;
      return this.#gone.has(number) ? undefined : this.#source.idOf(number);
    }
    let passed = 0;
    for (const id of this.keys()) {
      if (passed === place) return id;
      passed += 1;
    }
    return undefined;
  }

  /** The first `limit` ids above `after`, ascending. */
  idsAfter(after: bigint, limit: number): string[] {
    const own = [...super.keys()].filter((id) => this.#source.numberOf(id) < 0 && BigInt(id) > after);
    const generated: string[] = [];
    for (let number = this.#firstAfter(after); number < this.#source.count; number += 1) {
      if (generated.length >= limit) break;
      if (!this.#gone.has(number)) generated.push(this.#source.idOf(number));
    }
    return [...own, ...generated].sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1)).slice(0, limit);
  }

  #firstAfter(after: bigint): number {
    let [low, high] = [0, this.#source.count];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (BigInt(this.#source.idOf(middle)) > after) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  #waiting(id: string): number {
    const number = this.#source.numberOf(id);
    return number >= 0 && !this.#gone.has(number) ? number : -1;
  }
}
