/** First in, first out, without moving what is left each time. */
export interface Queue<T> {
  items: T[];
  /** Where it begins. */
  first: number;
}

export function emptyQueue<T>(): Queue<T> {
  return { items: [], first: 0 };
}

/** Takes the first one out. */
export function drop<T>(queue: Queue<T>): void {
  queue.first += 1;
  if (queue.first * 2 < queue.items.length || queue.first < 16) return;
  queue.items.splice(0, queue.first);
  queue.first = 0;
}
