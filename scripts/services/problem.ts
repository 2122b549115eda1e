/** A fault the operator can mend: its message says what happened and what to do next, and no stack is shown. */
export class Problem extends Error {
  override readonly name = 'Problem';
}

const sentences: Record<string, string> = {
  ENOSPC: 'The disk is full. Free some space, or set DATA_DIR to a folder on another disk.',
  EDQUOT: 'The disk quota is used up. Free some space, or set DATA_DIR to a folder on another disk.',
  EACCES: 'Permission denied. Give this user write access to it, or set DATA_DIR to a folder that it owns.',
  EPERM:
    'Operation not permitted. Give this user write access to it, or set DATA_DIR to a folder that it owns.',
  ENOTDIR: 'A file stands where a folder is needed. Set DATA_DIR to a folder.',
  EEXIST: 'A file stands where a folder is needed. Set DATA_DIR to a folder.',
  EROFS: 'The file system is read-only. Set DATA_DIR to a folder that can be written.',
};

/** Turns the system's refusal of a file into a `Problem`; anything else comes back as it is. */
export function explainFault(error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return error;
  const sentence = sentences[error.code];
  if (!sentence) return error;
  const path = 'path' in error && typeof error.path === 'string' ? `${error.path}: ` : '';
  return new Problem(`${path}${sentence}`, { cause: error });
}
