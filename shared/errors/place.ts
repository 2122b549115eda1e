type Facts = Record<string, string | number | boolean>;

/** Which part of the system a fact names, most telling first. */
const places: readonly [fact: string, place: (value: string, facts: Facts) => string][] = [
  ['route', (route, { method }) => (method ? `${method} ${route}` : route)],
  ['command', (command) => `command ${command}`],
  ['queue', (queue) => `queue ${queue}`],
  ['sweep', (sweep) => `sweep ${sweep}`],
  ['type', (type) => `event ${type}`],
  ['part', (part) => part],
  ['logged', (said) => said],
];

export function placeOf(facts: Facts): string {
  for (const [fact, place] of places) if (facts[fact]) return place(String(facts[fact]), facts);
  return 'unknown';
}
