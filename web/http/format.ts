/** 1234567 → 1,234,567. */
export function formatCount(amount: number | string): string {
  return BigInt(amount).toLocaleString('en');
}

/** For `<time datetime>`, and what people read under a heading that says UTC: `2026-03-09 14:05:11`. */
export function formatTime(at: Date): { iso: string; text: string } {
  const iso = at.toISOString();
  return { iso, text: `${iso.slice(0, 10)} ${iso.slice(11, 19)}` };
}

/** Up to two letters that stand for a name: nothing is loaded from another host, not even icons. */
export function initialsOf(name: string): string {
  const words = name.match(/[\p{L}\p{N}]+/gu) ?? [];
  const [first = '?', last = ''] = words.length > 1 ? [words[0], words.at(-1)] : words;
  return `${letter(first)}${letter(last)}`.toLocaleUpperCase('en');
}

function letter(word: string): string {
  return [...word][0] ?? '';
}
