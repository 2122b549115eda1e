import { AppError } from './errors.ts';

/**
 * Gives up on what does not answer: commands to a lost Redis wait for it to come back, people should not. What was
 * begun goes on; its late answer, or failure, is dropped.
 */
export async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new AppError('unavailable', { message: `no answer in ${ms} ms` })), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
