import { invisibleSigns } from '../core/plain-text.ts';
import type { Decision, FileSettings } from './settings.ts';

/** What becomes of a file, and which of its extensions decided. */
export interface Verdict {
  decision: Decision;
  /** Of the name; null where it has none. */
  extension: string | null;
  /** What is said, where a rule has words of its own. */
  message: string | null;
}

const mostExtension = 32;

/**
 * The last extension decides, and any blocked one before it blocks (product §3, "Files"): `x.exe.png` is what a viewer that
 * hides the last part calls `x.exe`. Names are read as a careless system would: without signs that show nothing, case, and
 * white space or dots at the end.
 */
export function decide({ config, rules }: Pick<FileSettings, 'config' | 'rules'>, name: string): Verdict {
  const extensions = extensionsOf(name);
  const extension = extensions.at(-1) ?? null;
  const inner = extensions.slice(0, -1).find((each) => rules.get(each)?.decision === 'block');
  const last = extension === null ? undefined : rules.get(extension);
  if (inner !== undefined && last?.decision !== 'block')
    return { decision: 'block', extension: inner, message: rules.get(inner)?.message ?? null };
  return { decision: last?.decision ?? config.otherwise, extension, message: last?.message ?? null };
}

/** All extensions of a name, first one first: `a.tar.gz` has `tar` and `gz`, `.exe` has `exe`, `README.` has none. */
export function extensionsOf(name: string): string[] {
  const plain = name
    .normalize('NFKC')
    .replace(invisibleSigns, '')
    .replace(/[\s.]+$/u, '')
    .toLowerCase();
  return plain
    .split('.')
    .slice(1)
    .map((part) => part.trim())
    .filter((part) => part !== '' && part.length <= mostExtension);
}

/** The strictest of several, the first of those; undefined for none. */
export function strictest<V extends Pick<Verdict, 'decision'>>(verdicts: readonly V[]): V | undefined {
  return (
    verdicts.find(({ decision }) => decision === 'block') ??
    verdicts.find(({ decision }) => decision === 'warn')
  );
}
