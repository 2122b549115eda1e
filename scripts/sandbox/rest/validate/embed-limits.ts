import { type FormProblem, type Path, problem } from '../reply.ts';

const longestEmbeds = 6_000; // characters: all texts of all embeds of a message together

export interface EmbedBody {
  title?: string | null;
  description?: string | null;
  url?: string | null;
  timestamp?: string | null;
  footer?: { text?: string | null; icon_url?: string | null } | null;
  author?: { name?: string | null; url?: string | null; icon_url?: string | null } | null;
  image?: { url?: string | null } | null;
  thumbnail?: { url?: string | null } | null;
  fields?: { name?: string | null; value?: string | null }[] | null;
}

/** Discord's documentation, "Embed Limits"; the length of each text is in its schema. */
export function embedProblems(embeds: EmbedBody[]): FormProblem[] {
  const length = embeds.flatMap(textsOf).reduce((sum, text) => sum + (text ?? '').length, 0);
  const tooLong = `Embed size exceeds maximum size of ${longestEmbeds}`;
  return [
    ...(length > longestEmbeds ? [problem(['embeds'], 'MAX_EMBED_SIZE_EXCEEDED', tooLong)] : []),
    ...embeds.flatMap((embed, index) =>
      ofEmbed(embed).map((one) => ({ ...one, path: ['embeds', index, ...one.path] })),
    ),
  ];
}

function ofEmbed(embed: EmbedBody): FormProblem[] {
  const fields = (embed.fields ?? []).flatMap((field, n) =>
    (['name', 'value'] as const)
      .filter((key) => !field[key]?.trim())
      .map((key) => required(['fields', n, key])),
  );
  return [
    ...(isEmpty(embed) ? [required(['description'])] : []),
    ...(embed.footer && !embed.footer.text ? [required(['footer', 'text'])] : []),
    ...(embed.author && !embed.author.name ? [required(['author', 'name'])] : []),
    ...fields,
    ...addressesOf(embed).flatMap(([path, url, schemes]) => wrongScheme(path, url, schemes)),
  ];
}

function isEmpty({
  title,
  description,
  footer,
  author,
  image,
  thumbnail,
  fields,
  timestamp,
}: EmbedBody): boolean {
  const texts = [title, description].some((text) => text?.trim());
  return !texts && !footer && !author && !image && !thumbnail && !fields?.length && !timestamp;
}

type Address = [path: string[], url: string | null | undefined, schemes: string[]];
const pages = ['http', 'https'];
const pictures = [...pages, 'attachment'];

function addressesOf({ url, author, footer, image, thumbnail }: EmbedBody): Address[] {
  return [
    [['url'], url, pages],
    [['author', 'url'], author?.url, pages],
    [['author', 'icon_url'], author?.icon_url, pictures],
    [['footer', 'icon_url'], footer?.icon_url, pictures],
    [['image', 'url'], image?.url, pictures],
    [['thumbnail', 'url'], thumbnail?.url, pictures],
  ];
}

function wrongScheme(path: string[], url: string | null | undefined, schemes: string[]): FormProblem[] {
  if (!url) return [];
  const scheme = /^([^:]*):/.exec(url)?.[1]?.toLowerCase() ?? '';
  if (schemes.includes(scheme)) return [];
  const allowed = schemes.map((one) => `'${one}'`).join(', ');
  return [
    problem(
      path,
      'URL_TYPE_INVALID_SCHEME',
      `Scheme "${scheme}" is not supported. Must be one of (${allowed}).`,
    ),
  ];
}

function required(path: Path): FormProblem {
  return problem(path, 'BASE_TYPE_REQUIRED', 'This field is required');
}

function textsOf(embed: EmbedBody): (string | null | undefined)[] {
  const fields = (embed.fields ?? []).flatMap((field) => [field.name, field.value]);
  return [embed.title, embed.description, embed.footer?.text, embed.author?.name, ...fields];
}
