import { largestFile, mostFiles } from '../../limits.ts';
import { createAttachment } from '../../world/attachment.ts';
import type { Attachment, Channel, Message, World } from '../../world/types.ts';
import type { ErrorName } from '../errors.ts';
import { invalidForm, type Reply } from '../reply.ts';
import type { Upload } from '../sent.ts';

/** What a body says of its files: `id` is the n of `files[n]`, or of an attachment that is there already. */
export interface Described {
  id: string | number;
  filename?: string | null;
  description?: string | null;
}

export function fileProblem(files: readonly Upload[], present = 0): ErrorName | null {
  if (files.some(({ size }) => size > largestFile)) return 'tooLarge';
  return files.length + present > mostFiles ? 'tooManyFiles' : null;
}

/** Refuses a body that describes files which are neither sent along nor there already. */
export function describedProblem(
  described: readonly Described[] | null | undefined,
  files: readonly Upload[],
  present: readonly Attachment[] = [],
): Reply | null {
  const known = new Set([...files.map(numberOf), ...present.map(({ id }) => id)]);
  const index = (described ?? []).findIndex(({ id }) => !known.has(String(id)));
  if (index < 0) return null;
  const message = 'This attachment is not sent along.';
  return invalidForm([{ path: ['attachments', index, 'id'], code: 'ATTACHMENT_NOT_FOUND', message }]);
}

export function attachmentsOf(
  world: World,
  channel: Channel,
  files: readonly Upload[],
  described: readonly Described[] | null | undefined,
): Attachment[] {
  return files.map((file) => {
    const about = described?.find(({ id }) => String(id) === numberOf(file));
    return createAttachment(world, channel.id, {
      filename: about?.filename ?? file.filename,
      size: file.size,
      content_type: file.type || 'application/octet-stream',
      ...(about?.description ? { description: about.description } : {}),
    });
  });
}

/** After an edit: where `attachments` is given, only those named stay (Discord's documentation, "Edit Message"). */
export function keptAttachments(
  { attachments }: Message,
  described: readonly Described[] | null | undefined,
): Attachment[] {
  if (!described) return attachments;
  return attachments.filter(({ id }) => described.some((one) => String(one.id) === id));
}

function numberOf({ field }: Upload): string {
  return /^files\[(\d+)\]$/.exec(field)?.[1] ?? field;
}
