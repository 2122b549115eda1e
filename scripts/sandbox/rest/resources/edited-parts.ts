import { isEmpty } from '../../interactions/content.ts';
import type { Attachment, Message } from '../../world/types.ts';
import { invalidForm, type Reply, refuse } from '../reply.ts';
import type { Upload } from '../sent.ts';
import { arrangementProblems, type MessageBody } from '../validate/message-limits.ts';
import { type Described, describedProblem, fileProblem, keptAttachments } from './message-files.ts';

interface EditBody extends Pick<MessageBody, 'content' | 'embeds' | 'flags'> {
  components?: unknown;
  attachments?: readonly Described[] | null;
}

/** Which of its attachments stay; a refusal where the message cannot become so. `flags`: those after the edit. */
export function keptAfter(
  message: Message,
  body: EditBody,
  files: readonly Upload[],
  flags: number,
): Attachment[] | Reply {
  const kept = keptAttachments(message, body.attachments);
  const problem = fileProblem(files, kept.length);
  if (problem) return refuse(problem);
  const undescribed = describedProblem(body.attachments, files, message.attachments);
  if (undescribed) return undescribed;
  const then = { ...message, ...body, attachments: kept } as MessageBody; // both parts fit their schemas
  const misplaced = arrangementProblems(then, flags);
  if (misplaced.length > 0) return invalidForm(misplaced);
  return isEmpty({ ...message, ...body, attachments: kept } as Message, files.length) // likewise
    ? refuse('emptyMessage')
    : kept;
}
