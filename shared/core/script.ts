import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Cluster, Redis } from './redis.ts';

type Argument = string | number;
type Runner<Args extends readonly Argument[], Reply> = (
  redis: Pick<Redis | Cluster, 'evalsha' | 'eval'>,
  keys: readonly string[],
  args: Readonly<Args>,
) => Promise<Reply>;

/**
 * A Lua file as a typed function: read once, sent by its hash, sent whole when Redis does not know it (after a
 * restart or SCRIPT FLUSH). Every key the script touches must be among `keys`, all of one hash tag. `parse` turns
 * the raw reply into the typed one and throws on any other.
 */
export function script<Args extends readonly Argument[], Reply>(
  file: URL,
  parse: (raw: unknown) => Reply,
): Runner<Args, Reply> {
  let source: Promise<{ text: string; sha: string }> | undefined;
  return async (redis, keys, args) => {
    source ??= load(file);
    const { text, sha } = await source;
    const rest = [...keys, ...args];
    const raw = await redis.evalsha(sha, keys.length, ...rest).catch((error: unknown) => {
      if (!isUnknownScript(error)) throw error;
      return redis.eval(text, keys.length, ...rest);
    });
    return parse(raw);
  };
}

async function load(file: URL): Promise<{ text: string; sha: string }> {
  const text = await readFile(file, 'utf8');
  return { text, sha: createHash('sha1').update(text).digest('hex') };
}

/** Redis has no error codes but the first word of the reply (Redis protocol, "Simple errors"). */
function isUnknownScript(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('NOSCRIPT');
}
