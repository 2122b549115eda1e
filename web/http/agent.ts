/** What a browser calls itself, in the order in which they also claim to be one another. */
const browsers: [name: string, pattern: RegExp][] = [
  ['Edge', /Edg(?:e|A|iOS)?\/(\d+)/],
  ['Opera', /OPR\/(\d+)/],
  ['Firefox', /(?:Firefox|FxiOS)\/(\d+)/],
  ['Chrome', /(?:Chrome|CriOS)\/(\d+)/],
  ['Safari', /Version\/(\d+).*Safari\//],
];

const systems: [name: string, pattern: RegExp][] = [
  ['Android', /Android/],
  ['iOS', /iPhone|iPad/],
  ['Windows', /Windows/],
  ['macOS', /Mac OS X/],
  ['ChromeOS', /CrOS/],
  ['Linux', /Linux/],
];

const longest = 80; // characters

/** "Firefox 140 on Linux"; what is unknown as it is, shortened. It is anybody's word, so only ever shown as text. */
export function describeAgent(agent: string): string {
  const robot = agent.match(/\bcompatible; ([^;)]{1,60})/)?.[1]; // whatever browser it also claims to be
  if (robot) return robot;
  const found = browsers.flatMap(([name, pattern]) => {
    const version = agent.match(pattern)?.[1];
    return version ? [`${name} ${version}`] : [];
  })[0];
  if (!found) return agent.slice(0, longest) || 'Unknown browser';
  const system = systems.find(([, pattern]) => pattern.test(agent))?.[0];
  return system ? `${found} on ${system}` : found;
}
