/**
 * Letters that look like a Latin one, by the letter: Cyrillic, Greek, Armenian, small capitals, barred and dotless ones, after
 * lower-casing, so that a text folds the same whatever its case. What Unicode itself holds for the same (fullwidth,
 * mathematical and circled letters) comes from NFKD. Digits are left alone: "455" is no word.
 */
const lookAlikes: Record<string, string> = {
  a: 'аαɑᴀ',
  b: 'вβʙƀ',
  c: 'сϲᴄ',
  d: 'ԁđðᴅ',
  e: 'еεᴇɛ',
  f: 'ƒꜰ',
  g: 'ɡցɢǥ',
  h: 'һнհħʜ',
  i: 'іιıɩɪ',
  j: 'јյᴊ',
  k: 'кκᴋ',
  l: 'ӏłʟǀ',
  m: 'мᴍ',
  n: 'пηոɴ',
  o: 'оοօøᴏ',
  p: 'рρᴘþ',
  q: 'ԛզǫ',
  r: 'гʀ',
  s: 'ѕꜱ',
  t: 'тτᴛŧ',
  u: 'иυսᴜ',
  v: 'ѵνᴠ',
  w: 'ԝшωᴡ',
  x: 'хχ',
  y: 'уγʏ',
  z: 'ᴢƶ',
  ss: 'ß',
  σ: 'ς',
  "'": '’‘ʼ′',
  '"': '“”„«»',
  '-': '‐‑‒–—−',
  '.': '。',
};

let table: Map<string, string> | undefined;

/** Shows nothing, or only sits on another sign: default ignorables, directions, accents and what zalgo is made of. */
const dropped = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Mn}\p{Me}]+/gu;
const special = /[^\x20-\x7e]/gu;
const white = /[\s\p{Cc}\u2800]/u;

/** Flags spell with their own letters, and squares and discs hold some that Unicode gives no plain form. */
const alphabets = [0x1f1e6, 0x1f150, 0x1f170];

/**
 * The form in which texts are compared: NFKC, case folded, without zero-width signs and combining marks, look-alike letters
 * as the Latin ones. Words stay apart and repeated letters stay. (Marks go best from NFKD, which says the same as NFKC.)
 */
export function fold(text: string): string {
  if (isAscii(text)) return foldAscii(text);
  return text.normalize('NFKD').toLowerCase().replace(dropped, '').replace(special, plainOf);
}

/** All that `fold` does to a text of nothing but ASCII: its control characters are white space. */
export function foldAscii(text: string): string {
  return text.toLowerCase().replace(control, ' ');
}

const control = /[^\x20-\x7e]/g;

/** What patterns see besides the raw text: NFKC, without zero-width signs. */
export function plain(text: string): string {
  return isAscii(text) ? text : text.replace(invisible, '').normalize('NFKC');
}

const invisible = /[\p{Default_Ignorable_Code_Point}\p{Cf}]+/gu;

export function isAscii(text: string): boolean {
  return !beyond.test(text);
}

const beyond = /[\u0080-\uffff]/;

function plainOf(sign: string): string {
  table ??= new Map(Object.entries(lookAlikes).flatMap(([to, from]) => [...from].map((each) => [each, to])));
  const known = table.get(sign);
  if (known !== undefined) return known;
  const code = sign.codePointAt(0) ?? 0;
  if (code > 0xffff) {
    const first = alphabets.find((start) => code >= start && code < start + 26);
    if (first !== undefined) return String.fromCharCode(97 + code - first);
  }
  return white.test(sign) ? ' ' : sign;
}
