import type { Sandbox } from '../sandbox/index.ts';

/** A time in which Discord could not tell the bot anything: between two sessions. Milliseconds since 1970. */
export interface Gap {
  from: number;
  to: number;
}

/** Follows the bot's sessions, as Discord sees them; the gaps so far. */
export function watchSessions(sandbox: Sandbox): Gap[] {
  const gaps: Gap[] = [];
  const known = new Set<string>();
  let lastConnected = Date.now();
  sandbox.watch(() => {
    const now = Date.now();
    for (const { id, connected } of sandbox.sessions.open) {
      if (!known.has(id) && known.size > 0) gaps.push({ from: lastConnected, to: now });
      known.add(id);
      if (connected) lastConnected = now;
    }
  });
  return gaps;
}
