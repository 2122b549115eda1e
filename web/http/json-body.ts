import { AppError } from '../../shared/core/errors.ts';
import type { ApiContext } from './caller.ts';
import { type JsonFault, parseJson } from './json-scan.ts';
import { type Refusal, refuse, refuseInput } from './problem.ts';

const usual = 256 * 1024; // bytes

/** The JSON body of a request, as text for fingerprints and as a value, not yet validated. */
export async function readJsonBody(
  ctx: ApiContext,
  largest: number = usual,
): Promise<{ text: string; value: unknown } | Refusal> {
  if (!isJson(ctx)) return refuse('unsupported-media');
  const bytes = await collect(ctx, largest);
  if (!bytes) return refuse('too-large');
  const text = decode(bytes);
  if (text === undefined) return refuseInput({ in: 'body', path: '', message: 'Not UTF-8' });
  const parsed = parseJson(text);
  if (parsed.is === 'parsed') return { text, value: parsed.value };
  return refuseInput({ in: 'body', path: 'key' in parsed ? parsed.key : '', message: words[parsed.is] });
}

const words: Record<JsonFault['is'], string> = {
  deep: 'More than 32 levels deep',
  malformed: 'Not JSON',
  repeated: 'The same key twice in one object',
  reserved: 'A key that cannot be used',
};

/** `application/json`, in UTF-8 (RFC 8259 knows nothing else), not compressed. */
function isJson(ctx: ApiContext): boolean {
  const [type = '', ...parameters] = ctx.get('Content-Type').toLowerCase().split(';');
  const coding = ctx.get('Content-Encoding').toLowerCase();
  return (
    type.trim() === 'application/json' &&
    parameters.every((parameter) => /^\s*(charset="?utf-8"?)?\s*$/.test(parameter)) &&
    (coding === '' || coding === 'identity')
  );
}

/** Undefined for more than is read; the rest is then let pass unread. */
async function collect({ req }: ApiContext, largest: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  return new Promise((resolve, reject) => {
    req.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length <= largest) return chunks.push(chunk);
      chunks.length = 0;
      resolve(undefined);
    });
    req.once('end', () => resolve(Buffer.concat(chunks)));
    req.once('error', reject);
    req.once('close', () => reject(new AppError('bad-input', { message: 'the client left' })));
  });
}

function decode(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
