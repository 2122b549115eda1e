import { Snowflake } from '../../shared/core/snowflake.ts';
import { nameMembers } from '../../shared/sync/member-names.ts';
import type { PageDeps } from '../http/page.ts';
import { identify } from './member-filter.ts';

const most = 100; // of a bulk act

export type Members = { is: 'members'; users: Snowflake[] } | { is: 'refused'; why: string };

/** Whom the lines mean: `ada`, `ada (900)`, `900`, `<@900>`; each once, in the order written. */
export async function readMembers(
  deps: Pick<PageDeps, 'db'>,
  guild: Snowflake,
  text: string,
): Promise<Members> {
  const lines = text.split(/[\n,]/).flatMap((line) => line.trim() || []);
  if (lines.length > most) return { is: 'refused', why: `${most} members at once are the most.` };
  const users = new Set<Snowflake>();
  for (const line of lines) {
    const user = idIn(line) ?? (await findNamed(deps, guild, line));
    if (typeof user !== 'string') return { is: 'refused', why: user.why };
    users.add(user);
  }
  return users.size > 0
    ? { is: 'members', users: [...users] }
    : { is: 'refused', why: 'Name at least one member.' };
}

function idIn(line: string): Snowflake | undefined {
  const id = line.match(/^(?:<@!?)?(\d+)>?$/)?.[1] ?? line.match(/\((\d+)\)$/)?.[1];
  return Snowflake.safeParse(id).data;
}

async function findNamed(
  deps: Pick<PageDeps, 'db'>,
  guild: Snowflake,
  name: string,
): Promise<Snowflake | { why: string }> {
  const whose = await identify(deps, guild, name.replace(/^@(?=.)/, ''));
  if (whose.is === 'one') return whose.user;
  if (whose.is !== 'several') return { why: `Nobody here is called ${name}.` };
  const people = whose.people.map(({ username, user }) => `${username} (${user})`);
  return { why: `Several are called ${name}: ${people.join(', ')}.` };
}

/** The same members as lines that mean nobody else. */
export async function writeMembers(
  deps: Pick<PageDeps, 'db'>,
  guild: Snowflake,
  users: readonly Snowflake[],
): Promise<string> {
  const nameOf = await nameMembers(
    deps,
    users.map((user) => ({ guild, user })),
  );
  return users
    .map((user) => {
      const name = nameOf({ guild, user }).replace(/[\s,]+/g, ' ');
      return name === user ? user : `${name} (${user})`;
    })
    .join('\n');
}
