/** A pattern on which backtracking engines take for ever, with texts of any length that it matches and that it does not. */
export interface Killer {
  pattern: string;
  hit(length: number): string;
  miss(length: number): string;
}

const a = (length: number, end: string) => 'a'.repeat(length - end.length) + end;
const ab = (length: number, end: string) => 'ab'.repeat(length / 2).slice(end.length) + end;

/** No two stretches of it are alike: an automaton meets a new state at nearly every letter. */
function coins(length: number, end: string): string {
  let seed = 1;
  const flip = () => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
    return seed & 0x10000 ? 'a' : 'b';
  };
  return Array.from({ length: length - end.length }, flip).join('') + end;
}

/** For tests and `npm run bench patterns`. */
export const killers: readonly Killer[] = [
  { pattern: '(a+)+$', hit: (length) => a(length, 'a'), miss: (length) => a(length, '!') },
  { pattern: '^(a+)+$', hit: (length) => a(length, 'a'), miss: (length) => a(length, '!') },
  { pattern: '^(a|a)*$', hit: (length) => a(length, 'a'), miss: (length) => a(length, '!') },
  { pattern: '^(a|aa)+$', hit: (length) => a(length, 'a'), miss: (length) => a(length, '!') },
  { pattern: '^(a*)*b$', hit: (length) => a(length, 'b'), miss: (length) => a(length, 'c') },
  { pattern: '(a*a*a*a*a*a*)b', hit: (length) => a(length, 'b'), miss: (length) => a(length, 'c') },
  {
    pattern: '(x+x+)+y',
    hit: (length) => `${'x'.repeat(length - 1)}y`,
    miss: (length) => 'x'.repeat(length),
  },
  { pattern: '(.*)(.*)(.*)(.*)(.*)#$', hit: (length) => ab(length, '#'), miss: (length) => ab(length, '?') },
  {
    pattern: '^(([a-z])+.)+[A-Z]([a-z])+[0-9]$',
    hit: (length) => a(length, 'Xy1'),
    miss: (length) => a(length, 'Xy'),
  },
  { pattern: '(\\w+\\s?)+!$', hit: (length) => ab(length, '!'), miss: (length) => ab(length, '?') },
  {
    pattern: '^([a-zA-Z0-9])(([\\-.]|[_]+)?([a-zA-Z0-9]+))*(@)$',
    hit: (length) => a(length, '@'),
    miss: (length) => a(length, '!'),
  },
  { pattern: '(.*a){20}#', hit: (length) => a(length, '#'), miss: (length) => a(length, '!') },
  { pattern: '(?:a?){60}a{60}#', hit: (length) => a(length, '#'), miss: (length) => a(length, '!') },
  {
    pattern: '[ab]*a[ab]{40}#',
    hit: (length) => `${coins(length, '')}${'a'.repeat(41)}#`,
    miss: (length) => coins(length, '!'),
  },
  {
    pattern: '.*a.{100}#',
    hit: (length) => `${coins(length, '')}${'a'.repeat(101)}#`,
    miss: (length) => coins(length, '!'),
  },
  { pattern: '(a|b|ab)*#', hit: (length) => ab(length, '#'), miss: (length) => ab(length, '!') },
  { pattern: '(\\pL{0,9}\\pN?){8}#', hit: (length) => ab(length, '#'), miss: (length) => ab(length, '!') },
];
