import { createHash } from 'node:crypto';
import { type Refusal, refuse, refuseInput } from './problem.ts';

/** The version that `If-Match` names; null where there is none. Lists and `*` say nothing about one version. */
export function readMatch(header: string): string | null | Refusal {
  if (header === '') return null;
  if (header.startsWith('W/')) return refuse('precondition-failed'); // weak tags never match strongly (RFC 9110 §13.1.1)
  const [, version] = header.match(/^"([\x21\x23-\x7e]{1,128})"$/) ?? [];
  const message = 'must be one entity tag in quotes, as ETag had it';
  return version ?? refuseInput({ in: 'header', path: 'If-Match', message });
}

/** Whether what the client has is what it would be sent: then 304 (RFC 9110 §13.1.2, by weak comparison). */
export function isKnown(header: string, version: string): boolean {
  const tags = header.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return header.trim() === '*' || tags.includes(quote(version));
}

/** A version made of the content itself. */
export function versionOf(content: string): string {
  return createHash('sha256').update(content).digest('base64url').slice(0, 27);
}

/** As the header has it: strong. */
export function quote(version: string): string {
  return `"${version}"`;
}
