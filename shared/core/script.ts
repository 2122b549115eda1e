import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Cluster, Redis } from './redis.ts';

type Argument = string | number | Buffer;
type Runner<Args extends readonly Argument[], Reply> = (
  redis: Pick<Redis | Cluster, 'evalsha' | 'eval' | 'callBuffer'>,
  keys: readonly string[],
  args: Readonly<Args>,
) => Promise<Reply>;

/**
 * A Lua file as a typed function: read once, sent by its hash, sent whole when Redis does not know it (after a
 * restart or SCRIPT FLUSH). Every key the script touches must be among `keys`, all of one hash tag. `parse` turns
 * the raw reply into the typed one and throws on any other. A reply of bytes comes as Buffers: as text it would be
 * decoded as UTF-8.
 */
export function script<Args extends readonly Argument[], Reply>(
  file: URL,
  parse: (raw: unknown) => Reply,
  { reply = 'text' }: { reply?: 'text' | 'bytes' } = {},
): Runner<Args, Reply> {
  let source: Promise<{ text: string; sha: string }> | undefined;
  return async (redis, keys, args) => {
    source ??= load(file);
    const { text, sha } = await source;
    const rest = [...keys, ...args];
    const run = (command: 'evalsha' | 'eval', code: string) =>
      reply === 'text'
        ? redis[command](code, keys.length, ...rest)
        : redis.callBuffer(command, code, keys.length, ...rest);
    const raw = await run('evalsha', sha).catch((error: unknown) => {
      if (!isUnknownScript(error)) throw error;
      return run('eval', text);
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
