/** What lets somebody in, wherever a library may have put it into words; and what stands there instead. Bounded: texts can be hostile. */
const secrets: readonly [pattern: RegExp, instead: string][] = [
  [/\b(interactions|webhooks)\/(\d+)\/[\w-]{16,}/g, '$1/$2/[hidden]'], // Discord documentation, "Receiving and Responding"
  [/[\w-]{20,100}\.[\w-]{4,2000}\.[\w-]{20,}/g, '[hidden]'], // a bot's token, and a JWT
  [/\b(Bot|Bearer|Basic) [\w.~+/-]{8,}=*/g, '$1 [hidden]'],
  [/:\/\/[^/\s@]{1,256}@/g, '://[hidden]@'],
  [/\/(enter|mycases)\/[\w.~%-]+/g, '/$1/[hidden]'],
];

/** A text that may be kept and shown to staff: the log's own rules come first, this is for what slips through them. */
export function hideSecrets(text: string): string {
  return secrets.reduce((shown, [pattern, instead]) => shown.replace(pattern, instead), text);
}
