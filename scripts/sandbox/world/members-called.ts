import { first } from './first.ts';
import type { Guild, Member } from './types.ts';

/** The first ones whose user name or nickname starts so, in any case (Discord's documentation, "Search Guild Members"). */
export function membersCalled({ members }: Guild, text: string, most: number): Member[] {
  const start = text.toLowerCase();
  const isCalled = ({ user, nick }: Member) =>
    [user.username, nick ?? ''].some((name) => name.toLowerCase().startsWith(start));
  return first(members.values(), most, start === '' ? undefined : isCalled);
}
