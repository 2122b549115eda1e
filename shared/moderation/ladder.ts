import type { ModerationConfig, Rung } from './settings.ts';

/** What so many active warnings lead to (product §3, "Escalation"): only reaching a rung acts, not being past it. */
export function rungAt({ ladder }: Pick<ModerationConfig, 'ladder'>, active: number): Rung | undefined {
  return ladder.find(({ warnings }) => warnings === active);
}

/** The rung that so many active warnings reach or, before it, come closer to; undefined past the last one. */
export function nextRung({ ladder }: Pick<ModerationConfig, 'ladder'>, active: number): Rung | undefined {
  return ladder.find(({ warnings }) => warnings >= active); // they are sorted (settings.ts)
}
