import { fold } from './fold.ts';

/** Words and phrases to look for, folded as texts are. `*` at an end stands for whatever follows or precedes within a word. */
export class Words {
  private readonly whole = new Map<string, number>();
  /** Bits of the signs that they begin with, and of their lengths: most words of a text need no look-up. */
  private firsts = 0;
  private lengths = 0;
  private readonly parts: Part[] = [];

  constructor(words: readonly string[]) {
    words.forEach((entry, index) => {
      const part = readWord(entry, index);
      if (part.text === '') return;
      if (part.open || part.ended || !isOneWord.test(part.text)) this.parts.push(part);
      else if (!this.whole.has(part.text)) this.addWhole(part);
    });
  }

  /** The first of the list that is in a folded text, and nothing less than a word of it; -1 for none. */
  find(folded: string): number {
    let first = this.whole.size > 0 ? this.findWhole(folded) : none;
    let text: string | undefined;
    for (const part of this.parts) {
      if (part.index >= first || !folded.includes(part.head)) continue;
      text ??= folded.replace(spaces, ' ');
      if (isIn(text, part)) first = part.index;
    }
    return first === none ? -1 : first;
  }

  private addWhole({ text, index }: Part): void {
    this.whole.set(text, index);
    this.firsts |= 1 << text.charCodeAt(0);
    this.lengths |= 1 << text.length;
  }

  /** Word by word: in a text of ASCII without a piece of garbage for words that cannot be of the list. */
  private findWhole(folded: string): number {
    let first = none;
    let start = 0;
    for (let at = 0; at <= folded.length; at++) {
      const code = at < folded.length ? folded.charCodeAt(at) : space;
      if (code > 127) return this.findWholeBeyond(folded);
      if (asciiWord[code] === 1) continue;
      if (at > start && this.mayBe(folded.charCodeAt(start), at - start))
        first = Math.min(first, this.whole.get(folded.slice(start, at)) ?? none);
      start = at + 1;
    }
    return first;
  }

  /** A shift takes the last five bits: signs and lengths that share them go for the same. */
  private mayBe(sign: number, length: number): boolean {
    return (this.firsts & (1 << sign)) !== 0 && (this.lengths & (1 << length)) !== 0;
  }

  private findWholeBeyond(folded: string): number {
    let first = none;
    for (const [each] of folded.matchAll(word)) first = Math.min(first, this.whole.get(each) ?? none);
    return first;
  }
}

const none = Number.POSITIVE_INFINITY;
const space = 32;

interface Part {
  text: string;
  /** Of a phrase its first word; else all of it. */
  head: string;
  index: number;
  /** Something of the same word may precede, or follow. */
  open: boolean;
  ended: boolean;
}

const word = /[\p{L}\p{N}\p{M}]+/gu;
const isOneWord = /^[\p{L}\p{N}\p{M}]+$/u;
const wordSign = /[\p{L}\p{N}\p{M}]/u;
const asciiWord = Uint8Array.from({ length: 128 }, (_, code) =>
  wordSign.test(String.fromCharCode(code)) ? 1 : 0,
);
const spaces = /\s+/g;

function readWord(entry: string, index: number): Part {
  const text = fold(entry).replace(spaces, ' ').trim();
  const open = text.startsWith('*');
  const ended = text.length > 1 && text.endsWith('*');
  const core = text.slice(open ? 1 : 0, ended ? -1 : undefined).trim();
  return { text: core, head: core.split(' ', 1)[0] ?? core, index, open, ended };
}

/** What a word of a list comes down to; empty where nothing is left to look for. */
export function coreOf(entry: string): string {
  return readWord(entry, 0).text;
}

function isIn(text: string, { text: part, open, ended }: Part): boolean {
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) {
    const before = open || !isWordAt(text, at - 1) || !wordSign.test(part.charAt(0));
    const after = ended || !isWordAt(text, at + part.length) || !wordSign.test(part.charAt(part.length - 1));
    if (before && after) return true;
  }
  return false;
}

function isWordAt(text: string, at: number): boolean {
  return at >= 0 && at < text.length && wordSign.test(text.charAt(at));
}
