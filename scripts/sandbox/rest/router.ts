import { decoded } from './decoded.ts';
import type { Route } from './route.ts';

export type Match =
  | { is: 'route'; route: Route; params: [name: string, value: string][] }
  | { is: 'none' }
  | { is: 'method' };

/** Literal parts win over named ones (`/members/@me` over `/members/:member`). */
export function createRouter(routes: Route[]): (method: string, path: string) => Match {
  const patterns = routes
    .map((route) => ({ route, parts: partsOf(route.path) }))
    .sort((a, b) => names(a.parts) - names(b.parts));
  return (method, path) => {
    const parts = partsOf(path).map(decoded); // clients encode `@me`, too
    const fitting = patterns.filter((pattern) => fits(pattern.parts, parts));
    if (fitting.length === 0) return { is: 'none' };
    const pattern = fitting.find((candidate) => candidate.route.method === method);
    if (!pattern) return { is: 'method' };
    return { is: 'route', route: pattern.route, params: paramsOf(pattern.parts, parts) };
  };
}

function partsOf(path: string): string[] {
  return path.split('/').filter((part) => part !== '');
}

function names(parts: string[]): number {
  return parts.filter((part) => part.startsWith(':')).length;
}

function fits(pattern: string[], parts: string[]): boolean {
  return (
    pattern.length === parts.length && pattern.every((part, n) => part.startsWith(':') || part === parts[n])
  );
}

function paramsOf(pattern: string[], parts: string[]): [string, string][] {
  return pattern.flatMap((part, n): [string, string][] =>
    part.startsWith(':') ? [[part.slice(1), parts[n] ?? '']] : [],
  );
}
