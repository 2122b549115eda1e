import { quote } from '../../../shared/moderation/logs/entry.ts';

const mostQuoted = 900; // signs: two texts and what surrounds them are well within an embed

/** What a message said, and how many files were with it. */
export function showText(content: string, attachments: number, most = mostQuoted): string {
  const files = attachments === 1 ? '1 attachment' : `${attachments} attachments`;
  if (content === '') return attachments > 0 ? `> (${files})` : '> (no text)';
  return attachments > 0 ? `${quote(content, most)}\n> (${files})` : quote(content, most);
}
