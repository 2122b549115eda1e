import { readFile, writeFile } from 'node:fs/promises';
import { expect } from 'chai';
import type { Choice } from '../interactions/suggest.ts';
import { buttonsOf, type Shown, selectOf } from './guild.fixture.ts';

/** A session as people saw it, kept as a text file that reads like a chat. */
export interface Transcript {
  title(text: string): void;
  /** Who did what. */
  did(name: string, what: string): void;
  saw(shown: Shown): void;
  wasOffered(choices: Choice[]): void;
  note(text: string): void;
  /** Compares with the file; writes it where `UPDATE` is set. */
  compare(file: URL): Promise<void>;
}

/** `names`: what to call ids, which differ from run to run. */
export function startTranscript(names: () => Map<string, string>): Transcript {
  const lines: string[] = [];
  const readable = (text: string) =>
    text
      .replace(/<t:\d+(:\w)?>/g, '(a time)')
      .replace(/(discord\.com\/channels|\/mycases)\/[^\s)]+/g, '$1/…')
      .replace(/<(@&?|#)(\d+)>/g, (_, kind: string, id: string) => `${kind}${names().get(id) ?? 'somebody'}`);
  const quote = (text: string) =>
    lines.push(
      ...readable(text)
        .split('\n')
        .map((line) => `  ${line}`.trimEnd()),
    );
  return {
    title: (text) => void lines.push('', `== ${text} ==`),
    did: (name, what) => void lines.push('', `${name} ${what}`),
    saw({ message, hidden }) {
      lines.push(hidden ? '  (for their eyes only)' : '  (for all to see)');
      if (message.content) quote(message.content);
      for (const { title, description, fields = [], footer } of message.embeds) {
        if (title) quote(`# ${title}`);
        if (description) quote(description);
        for (const { name, value } of fields) quote(`${name}: ${value}`);
        if (footer) quote(`(${footer.text})`);
      }
      const select = selectOf(message);
      if (select) {
        quote(`[ ${select.placeholder} ▾ ]`);
        for (const { label, description } of select.options) quote(`    ${label}: ${description}`);
      }
      const buttons = buttonsOf(message).map(({ label, disabled }) =>
        disabled ? `(${label})` : `[${label}]`,
      );
      if (buttons.length > 0) quote(buttons.join(' '));
    },
    wasOffered: (choices) => quote(`offered: ${choices.map(({ name }) => name).join(', ') || 'nothing'}`),
    note: (text) => quote(`→ ${text}`),
    async compare(file) {
      const text = `${lines.join('\n').trim()}\n`;
      if (process.env.UPDATE) await writeFile(file, text);
      expect(text).to.equal(await readFile(file, 'utf8'));
    },
  };
}
