/** The body of an answer that is not read at once: a file. */
export function streamOf(response: Response): ReadableStream<Uint8Array> | undefined {
  return response.status === 204 || isJson(response) ? undefined : (response.body ?? undefined);
}

/** The same, and what is to be done once it ended, broke, or was cancelled. */
export function untilItsEnd(
  stream: ReadableStream<Uint8Array>,
  over: () => void,
): ReadableStream<Uint8Array> {
  const reader = stream.getReader();
  return new ReadableStream(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read();
          if (!done) return controller.enqueue(value);
          over();
          controller.close();
        } catch (failure) {
          over();
          throw failure;
        }
      },
      async cancel(reason) {
        over();
        await reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
}

export function isJson({ headers }: Response): boolean {
  return /\bjson\b/.test(headers.get('content-type') ?? '');
}
