const deepest = 100; // levels; nothing that Discord takes comes near, and whoever walks through it recurses

/** What a request carries. Undefined where there was nothing; `unreadable` where it was no JSON. */
export type SentBody = { is: 'none' } | { is: 'json'; value: unknown } | { is: 'unreadable' };

/** A file of a multipart request. */
export interface Upload {
  /** The form's field, `files[0]`. */
  field: string;
  filename: string;
  /** Bytes. */
  size: number;
  type: string;
}

export interface Sent {
  body: SentBody;
  files: Upload[];
}

/** Discord's documentation, "Uploading Files": JSON, or a form with `payload_json` and `files[n]`. */
export async function readSent(bytes: Buffer, contentType: string): Promise<Sent> {
  if (!contentType.startsWith('multipart/form-data'))
    return { body: parse(bytes.toString('utf8')), files: [] };
  const form = await formOf(bytes, contentType);
  if (!form) return { body: { is: 'unreadable' }, files: [] };
  const entries = [...form.entries()];
  const files = entries.flatMap(([field, value]) =>
    typeof value === 'string' ? [] : [{ field, filename: value.name, size: value.size, type: value.type }],
  );
  const texts = entries.filter(([, value]) => typeof value === 'string');
  const payload = form.get('payload_json');
  const body: SentBody =
    typeof payload === 'string' ? parse(payload) : { is: 'json', value: Object.fromEntries(texts) };
  return { body, files: files.filter(({ field }) => field !== 'payload_json') };
}

async function formOf(bytes: Buffer, contentType: string): Promise<FormData | null> {
  try {
    return await new Response(bytes, { headers: { 'content-type': contentType } }).formData();
  } catch {
    return null;
  }
}

function parse(text: string): SentBody {
  if (text === '') return { is: 'none' };
  try {
    const value: unknown = JSON.parse(text);
    return isShallow(value, deepest) ? { is: 'json', value } : { is: 'unreadable' };
  } catch {
    return { is: 'unreadable' };
  }
}

function isShallow(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return levels > 0 && Object.values(value).every((inner) => isShallow(inner, levels - 1));
}
