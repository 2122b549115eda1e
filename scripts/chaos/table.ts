import type { Finding } from './finding.ts';

/** The findings for a person; answers whether every promise was kept. */
export function printFindings(findings: Finding[], say: (line: string) => void): boolean {
  const width = Math.max(...findings.map(({ promise }) => promise.length));
  for (const { promise, looked, broken, example } of findings) {
    const mark = broken === 0 ? '✓' : '✗';
    say(`${mark} ${promise.padEnd(width)}  ${String(looked).padStart(6)} looked at, ${broken} broken`);
    if (broken > 0 && example) say(`    ${example}`);
  }
  return findings.every(({ broken }) => broken === 0);
}
