import { parseArgs } from 'node:util';
import { demoWorld } from '../demo/world.ts';
import { type PrivilegedIntent, privilegedIntents } from '../gateway/intents.ts';
import { asDiscord, type SandboxOptions } from '../options.ts';
import type { Crowd, WorldSeed } from '../seed/types.ts';
import { flags } from './flags.ts';
import { Unusable } from './unusable.ts';
import { readWorld } from './world-file.ts';

type Environment = Record<string, string | undefined>;
type Values = ReturnType<typeof valuesOf>;

const usualPort = 8787;
const remembered = 2_000; // requests, and messages of a channel: it may run for days

export type Wish = { is: 'help' } | { is: 'sandbox'; options: Partial<SandboxOptions> };

/**
 * What the arguments ask for; SANDBOX_PORT and SANDBOX_DEMO stand for --port and --demo where these are not given.
 * Throws `Unusable`, with one sentence.
 */
export function readCommandLine(args: string[], environment: Environment): Wish {
  const values = valuesOf(args);
  if (values.help) return { is: 'help' };
  if (values.demo && values.quiet) throw new Unusable('--demo and --quiet contradict each other.');
  const isDemo = values.demo ?? ['1', 'true'].includes(environment.SANDBOX_DEMO ?? '');
  const port = values.port ?? environment.SANDBOX_PORT;
  return {
    is: 'sandbox',
    options: {
      ...asDiscord,
      port: numberIn('port', port, 0, 65_535) ?? usualPort,
      world: worldOf(values),
      demo: !values.quiet && (isDemo || values.world === undefined),
      seed: numberIn('seed', values.seed, 0, Number.MAX_SAFE_INTEGER) ?? Date.now(),
      keep: remembered,
      intents: intentsIn(values.intents),
      routeLimits: routeLimitsIn(values['route-limits']),
      identifies: numberIn('identifies', values.identifies, 1, 1_000_000) ?? 1_000,
    },
  };
}

function valuesOf(args: string[]) {
  try {
    return parseArgs({ args, options: flags }).values;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message.split('. ')[0] : String(cause);
    throw new Unusable(`${why}. --help lists the options.`, { cause });
  }
}

function worldOf(values: Values): WorldSeed {
  const world = values.world === undefined ? demoWorld() : readWorld(values.world);
  const redirectUris = [...(world.application?.redirectUris ?? []), ...(values.redirect ?? [])];
  const bad = redirectUris.find((uri) => !URL.canParse(uri));
  if (bad !== undefined)
    throw new Unusable(
      `--redirect needs a whole address such as http://localhost:3000/callback, not ${bad}.`,
    );
  const crowd = crowdOf(values);
  return { ...world, application: { ...world.application, redirectUris }, ...(crowd ? { crowd } : {}) };
}

function crowdOf({ guilds, members }: Values): Crowd | null {
  if (guilds === undefined && members === undefined) return null;
  return {
    guilds: numberIn('guilds', guilds, 1, 1_000_000) ?? 1,
    members: numberIn('members', members, 1, 4_000_000) ?? 100,
  };
}

function numberIn(name: string, text: string | undefined, least: number, most: number): number | undefined {
  if (text === undefined) return undefined;
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw new Unusable(`--${name} needs a whole number from ${least} to ${most}, not “${text}”.`);
}

function intentsIn(text: string | undefined): PrivilegedIntent[] {
  if (text === undefined) return privilegedIntents;
  const named = text.split(',').filter((name) => name !== 'none');
  const strange = named.find((name) => !privilegedIntents.some((intent) => intent === name));
  if (strange === undefined) return privilegedIntents.filter((intent) => named.includes(intent));
  throw new Unusable(`--intents knows ${privilegedIntents.join(', ')} and none, not “${strange}”.`);
}

function routeLimitsIn(text: string | undefined): 'discord' | 'wide' {
  if (text === undefined || text === 'discord') return 'discord';
  if (text === 'wide') return 'wide';
  throw new Unusable(`--route-limits knows discord and wide, not “${text}”.`);
}
