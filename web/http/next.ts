const most = 2_000; // characters

/**
 * Where to go after a login or a form: a page of the panel with its query, never another site. Anything else, and the
 * pages of the login themselves, is undefined.
 */
export function pageOfPanel(given: unknown): string | undefined {
  if (typeof given !== 'string' || given.length > most || !/^\/admin(?=[/?]|$)[\x21-\x7e]*$/.test(given))
    return undefined;
  if (given.includes('\\') || !URL.canParse(given, base)) return undefined;
  const { origin, pathname, search } = new URL(given, base);
  if (origin !== base || !/^\/admin(?=\/|$)(?!\/log(in|out))/.test(pathname)) return undefined;
  return pathname + search;
}

const base = 'http://panel.invalid';
