import type { Sandbox } from '../sandbox.ts';
import { Cannot } from '../world/cannot.ts';
import { type Chance, createChance } from './chance.ts';
import { habits } from './habits.ts';

const pace = 280; // milliseconds between two of the members' doings, on average

/** Lets the members live: they talk, react, come, go and run a command, until it is stopped. */
export function startChatter(sandbox: Sandbox, seed: number): { stop(): void } {
  const chance = createChance(seed);
  let timer = setTimeout(live, pace);

  function live() {
    timer = setTimeout(live, pace * (0.4 + 1.2 * chance.next()));
    try {
      chooseHabit(chance)(sandbox, chance);
    } catch (error) {
      // timed out, banned or without permission: silent for once
      if (!(error instanceof Cannot)) console.error('sandbox: a demo member failed', error);
    }
  }
  return { stop: () => clearTimeout(timer) };
}

function chooseHabit(chance: Chance) {
  const total = habits.reduce((sum, habit) => sum + habit.weight, 0);
  let left = chance.next() * total;
  const chosen = habits.find((habit) => {
    left -= habit.weight;
    return left < 0;
  });
  return (chosen ?? habits[0]).act;
}
