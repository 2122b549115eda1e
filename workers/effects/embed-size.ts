import type { APIEmbed } from 'discord-api-types/v10';

/** Of one message, over all of its embeds (Discord documentation, "Embed Limits"). */
export const mostEmbeds = 10;
export const mostSigns = 6_000;

/** How much of the limit of characters an embed takes. */
export function sizeOf({ title, description, author, footer, fields = [] }: APIEmbed): number {
  const texts = [
    title,
    description,
    author?.name,
    footer?.text,
    ...fields.flatMap(({ name, value }) => [name, value]),
  ];
  return texts.reduce((sum, text) => sum + (text?.length ?? 0), 0);
}
