import { existsSync } from 'node:fs';
import type { z } from 'zod';
import { Config } from '../shared/core/config.ts';
import { AppError } from '../shared/core/errors.ts';
import { Problem } from './services/problem.ts';

interface Program<T> {
  /** The part of the configuration that the program needs. */
  schema: z.ZodType<T>;
  /** Answers what to say at the end. */
  run: (config: T) => Promise<string>;
}

/** Runs a small program on the environment and `.env`; what the operator can mend is told in words, without a stack. */
export async function runProgram<T>({ schema, run }: Program<T>): Promise<void> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  try {
    process.stdout.write(`${await run(parseEnvironment(schema, process.env))}\n`);
  } catch (error) {
    if (!(error instanceof Problem || error instanceof AppError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}

/** An empty variable counts as unset, as everywhere. */
export function parseEnvironment<T>(schema: z.ZodType<T>, environment: NodeJS.ProcessEnv): T {
  const given = Object.entries(environment).filter(([, value]) => value !== '');
  const { success, data, error } = schema.safeParse(Object.fromEntries(given));
  if (success) return data;
  const faults = error.issues.map(
    ({ path: [name], message }) => `  ${String(name)}: ${meaningOf(name) ?? message}`,
  );
  throw new Problem(`Set these in the environment or in .env:\n${faults.join('\n')}`);
}

function meaningOf(name: PropertyKey | undefined): string | undefined {
  return Object.entries<z.ZodType>(Config.shape).find(([variable]) => variable === name)?.[1].description;
}
