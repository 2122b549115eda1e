/** Signs that show nothing (Unicode's default ignorables), but for those that hold an emoji together. */
const invisible =
  /(?<!\p{Extended_Pictographic}\uFE0F?\p{Emoji_Modifier}?)\u200D|(?![\u200D\uFE0F])\p{Default_Ignorable_Code_Point}|(?<!\p{Emoji})\uFE0F/gu;

/** All of them, and what turns the direction of writing around: for names of files, in which no emoji needs them. */
export const invisibleSigns = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}\u2800]/gu;

/** What means something to Discord: markdown, mentions, links, timestamps. */
const meaning = /[\\*_~`|<>[\]()@#:]/g;

/** One line of what somebody typed: without signs that show nothing, white space squeezed. */
export function oneLine(text: string): string {
  return text
    .replace(invisible, '')
    .replace(/[\p{Cc}\p{Z}\u2800]+/gu, ' ')
    .trim();
}

/** The text as it was typed, to be shown within a message: it formats, links and mentions nothing. */
export function literally(text: string): string {
  return text.replace(meaning, '\\$&');
}

/** At most so many characters, the last one saying that there were more. */
export function cut(text: string, most: number): string {
  const signs = [...text];
  return signs.length <= most ? text : `${signs.slice(0, most - 1).join('')}…`;
}
