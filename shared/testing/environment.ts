/** A variable that `npm test` sets. */
export function required(name: string): string {
  const value = process.env[name];
  if (value) return value;
  throw new Error(
    `${name} is not set: run the tests with \`npm test\` (or \`npm test -- path/to/file.test.ts\`)`,
  );
}
