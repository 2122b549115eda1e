/**
 * The naive model of one member's streak: a calendar in which every day is active, frozen, an outage, or missed, and a
 * streak is counted by walking back over it. Slow, and plainly what the product says (§1).
 */
export class Calendar {
  readonly active = new Set<number>();
  readonly frozen = new Set<number>();
  readonly outages = new Set<number>();
  held = 0;

  /** A message; answers the streak that its award has, or undefined where it pays none. */
  write(day: number): number | undefined {
    const last = this.last();
    if (this.active.has(day) || (last !== undefined && day < last - 1)) return undefined;
    this.thaw(day); // one who was active needs no freeze
    this.active.add(day);
    this.mend(day);
    return this.streakOn(day);
  }

  /** Staff give freezes, or take some. */
  give(amount: number, most: number): boolean {
    const held = this.held + amount;
    if (held < 0 || (amount > 0 && held > most)) return false;
    this.held = held;
    return true;
  }

  /** As if it had been known from the start. */
  declare(days: readonly number[]): void {
    const fresh = days.filter((day) => !this.outages.has(day));
    const last = this.last() ?? Number.NEGATIVE_INFINITY;
    for (const day of fresh) this.outages.add(day);
    for (const day of fresh) this.thaw(day);
    const ends = [...this.active].filter((end) => fresh.some((day) => day < end && day > this.before(end)));
    for (const end of ends.sort((a, b) => a - b)) if (end <= last) this.mend(end);
  }

  /** Of an active day: the active days from it back to the first that was missed. */
  streakOn(day: number): number {
    let streak = 0;
    for (let at = day; this.active.has(at) || this.frozen.has(at) || this.outages.has(at); at--)
      if (this.active.has(at)) streak++;
    return streak;
  }

  last(): number | undefined {
    return this.active.size === 0 ? undefined : Math.max(...this.active);
  }

  /** What one is shown on a day that may still become active. */
  streakShown(today: number): number {
    const last = this.last();
    if (last === undefined) return 0;
    return this.missedBetween(last, today).length <= this.held ? this.streakOn(last) : 0;
  }

  private before(day: number): number {
    return Math.max(Number.NEGATIVE_INFINITY, ...[...this.active].filter((each) => each < day));
  }

  private thaw(day: number): void {
    if (this.frozen.delete(day)) this.held++;
  }

  /** Freezes cover a gap whole, or not at all. */
  private mend(day: number): void {
    const from = this.before(day);
    if (from === Number.NEGATIVE_INFINITY) return;
    const missed = this.missedBetween(from, day);
    if (missed.length > this.held) return;
    for (const each of missed) this.frozen.add(each);
    this.held -= missed.length;
  }

  private missedBetween(from: number, to: number): number[] {
    const missed: number[] = [];
    for (let day = from + 1; day < to; day++)
      if (!this.outages.has(day) && !this.frozen.has(day)) missed.push(day);
    return missed;
  }
}
