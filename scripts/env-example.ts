import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { z } from 'zod';
import { Config } from '../shared/core/config.ts';

const example = new URL('../.env.example', import.meta.url);
const readme = new URL('../README.md', import.meta.url);
const begin = '<!-- configuration -->';
const end = '<!-- /configuration -->';

interface Variable {
  name: string;
  fallback?: string;
  meaning: string;
}

/** `.env.example`: every variable, commented out, with its meaning and its default. */
export function renderExample(): string {
  const entries = listVariables().map(
    ({ name, fallback = '', meaning }) => `# ${meaning}\n#${name}=${fallback}\n`,
  );
  return `# Made from shared/core/config.ts. Copy to .env and uncomment what you change.\n\n${entries.join('\n')}`;
}

/** The README with its configuration table as the schema has it; the rest is kept. Throws without the markers. */
export function renderReadme(text: string): string {
  const [before, after] = [text.indexOf(begin), text.indexOf(end)];
  if (before < 0 || after < before) throw new Error(`README.md lacks the lines ${begin} and ${end}`);
  return `${text.slice(0, before + begin.length)}\n\n${renderTable()}\n\n${text.slice(after)}`;
}

function renderTable(): string {
  const rows = listVariables().map(
    ({ name, fallback, meaning }) => `| \`${name}\` | ${fallback ? `\`${fallback}\`` : ''} | ${meaning} |`,
  );
  return ['| variable | default | meaning |', '|---|---|---|', ...rows].join('\n');
}

function listVariables(): Variable[] {
  return Object.entries<z.ZodType>(Config.shape).map(([name, field]) => {
    const unset = field.safeParse(undefined);
    const fallback = unset.success && unset.data !== undefined ? String(unset.data) : undefined;
    return { name, fallback, meaning: field.description ?? '' };
  });
}

/** Which of the two files differ from the schema. */
export function listStale(): string[] {
  const text = readFileSync(readme, 'utf8');
  const stale = {
    '.env.example': readFileSync(example, 'utf8') !== renderExample(),
    'README.md': text !== renderReadme(text),
  };
  return Object.entries(stale).flatMap(([file, differs]) => (differs ? [file] : []));
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  writeFileSync(example, renderExample());
  writeFileSync(readme, renderReadme(readFileSync(readme, 'utf8')));
  process.stdout.write('wrote .env.example and the table in README.md\n');
}
