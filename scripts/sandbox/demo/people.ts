import type { MemberSeed } from '../seed/types.ts';

const first = [
  'amber',
  'anton',
  'basil',
  'bela',
  'clara',
  'cedric',
  'dalia',
  'dorian',
  'elif',
  'emil',
  'fenna',
  'finn',
  'greta',
  'gus',
  'hana',
  'hugo',
  'ida',
  'ivo',
  'jana',
  'joris',
  'kaya',
  'klaus',
  'lena',
  'levi',
  'maja',
  'milo',
  'nele',
  'nico',
  'olga',
  'oskar',
  'pia',
  'quinn',
  'ruth',
  'rafa',
  'selma',
  'sven',
  'tilda',
  'theo',
  'uma',
  'vito',
  'wanda',
  'yara',
  'zoe',
];
const second = ['codes', 'byte', 'fox', 'moss', 'pixel', 'rain', 'stack', 'wolf', 'loop', 'echo'];

/** Invented people, the same on every start; some have a display name, a few are in more than one guild. */
export function people(from: number, count: number): MemberSeed[] {
  return Array.from({ length: count }, (_, n) => person(from + n));
}

function person(n: number): MemberSeed {
  const given = first[n % first.length] ?? 'alex';
  const name = `${given}_${second[Math.floor(n / first.length) % second.length]}${n >= 430 ? n : ''}`;
  const displayName = n % 3 === 0 ? undefined : given[0]?.toUpperCase() + given.slice(1);
  return { name, ...(displayName ? { displayName } : {}) };
}
