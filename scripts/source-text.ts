/** A string in a source: its content, kept apart from the code around it. */
export interface SourceText {
  /** The code alone, as long as the source and with the same lines: comments, strings and patterns are blanked out. */
  code: string;
  /** Contents of quoted strings, by the position of their opening quote. */
  strings: ReadonlyMap<number, string>;
}

const token =
  /\/\/[^\n]*|\/\*[\s\S]*?\*\/|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\[\s\S]|[^`\\])*`|(?<=(?:^|[=(,:[!&|?{};\n]|=>|\breturn)\s*)\/(?![/*])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\/[a-z]*/g;

/**
 * Separates the code of a TypeScript source from what only looks like code. It does not parse: a template in a
 * template would end early, which can hide an import but never invents one from a comment.
 */
export function separate(source: string): SourceText {
  const strings = new Map<number, string>();
  const code = source.replace(token, (text, position: number) => {
    if (text.startsWith("'") || text.startsWith('"')) {
      strings.set(position, text.slice(1, -1));
      return `${text[0]}${' '.repeat(text.length - 2)}${text[0]}`;
    }
    return text.replace(/[^\n]/g, ' ');
  });
  return { code, strings };
}

export function lineAt(source: string, position: number): number {
  return source.slice(0, position).split('\n').length;
}
