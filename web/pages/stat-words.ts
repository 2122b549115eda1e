/** 240 ms, 1.3 s, 12 s, 4 min: what is measured in milliseconds. */
export function msInWords(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms).toLocaleString('en')} ms`;
  const seconds = ms / 1_000;
  if (seconds < 120)
    return `${seconds.toLocaleString('en', { maximumFractionDigits: seconds < 10 ? 1 : 0 })} s`;
  return `${Math.round(seconds / 60).toLocaleString('en')} min`;
}
