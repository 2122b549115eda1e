import bcrypt from 'bcrypt';

/**
 * Loaded before all tests (.mocharc.json): bcrypt as it is, at the lowest cost it knows. The quarter of a second that a
 * password costs is spent on purpose, hundreds of times, and proves nothing here. What the system asks for is kept, for
 * the test of that.
 */
export const costsAsked: number[] = [];

const lowest = 4;
const { hash, compare } = bcrypt;

bcrypt.hash = ((password: string, cost: number) => {
  costsAsked.push(cost);
  return hash(password, lowest);
}) as typeof hash;

bcrypt.compare = ((password: string, stored: string) => {
  const [, version = '', cost = ''] = stored.split('$');
  costsAsked.push(Number(cost));
  return compare(
    password,
    stored.replace(`$${version}$${cost}$`, () => `$${version}$0${lowest}$`),
  );
}) as typeof compare;
