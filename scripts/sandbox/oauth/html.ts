/** Text that is markup already; everything else is escaped on its way in. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Part = string | Html | null | false | Part[];

export function html(markup: TemplateStringsArray, ...parts: Part[]): Html {
  return new Html(markup.map((text, n) => text + written(parts[n] ?? null)).join(''));
}

function written(part: Part): string {
  if (part === null || part === false) return '';
  if (Array.isArray(part)) return part.map(written).join('');
  return part instanceof Html ? part.text : escaped(part);
}

function escaped(text: string): string {
  return text.replace(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`);
}
