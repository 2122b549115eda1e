/** What people say, by language of the guild. */
export const lines: Record<'en' | 'de', string[]> = {
  en: [
    'morning everyone',
    'does anyone know why my tests only fail on Fridays?',
    'finally got the borrow checker to agree with me',
    'that is a neat trick, thanks!',
    'pushed a fix, could somebody have a look?',
    'I rewrote it and now it is slower, of course',
    'coffee first, then code',
    'what editor is that in the screenshot?',
    'we should write that down somewhere',
    'it works on my machine',
    'reading the docs helped, who would have thought',
    'off to lunch, back in an hour',
    'anybody up for pairing later?',
    'naming things is still the hardest part',
    'TIL that dates are hard in every language',
    'nice, congratulations!',
    'I will try that tonight',
    'does this look right to you?',
  ],
  de: [
    'Guten Morgen zusammen',
    'Hat jemand eine Idee, warum der Build hängt?',
    'Danke, das hat geholfen!',
    'Ich schau es mir heute Abend an',
    'Wer hat Lust auf eine Runde Pair Programming?',
    'Bei mir läuft es …',
    'Erst Kaffee, dann Code',
    'Das sollten wir mal aufschreiben',
    'Schöne Lösung, gefällt mir',
    'Der Fehler saß wie immer vor dem Bildschirm',
    'Feierabend für heute, bis morgen',
    'Kennt jemand ein gutes Buch über Datenbanken?',
  ],
};

export const emojis = ['👍', '🎉', '😂', '❤️', '👀', '🔥'];
