import { execFile, execFileSync } from 'node:child_process';
import { chownSync, lchownSync, readdirSync, statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Problem } from './problem.ts';

const run = promisify(execFile);

/** As whom Postgres runs: a user of the system, or a name put on in a user namespace of its own. */
export interface PostgresUser {
  /** Put before the program and its arguments. */
  prefix: readonly string[];
  uid?: number;
  gid?: number;
}

/**
 * Postgres refuses to run as root, and as a user without a name. Then it runs as another user who can read the
 * programs and own the data: whoever owns the checkout, or nobody; and where the checkout is closed to them, as
 * ourselves under another name, in a user namespace. `folder` is given to the one that is found.
 */
export async function choosePostgresUser(folder: string, program: string): Promise<PostgresUser> {
  if (process.getuid?.() !== 0 && hasName()) return { prefix: [] };
  for (const user of candidates(program)) {
    giveTo(folder, user);
    if (await canRun(user, folder, program)) return user;
  }
  throw new Problem(
    `Postgres does not run as root, and no other user can read ${program} and write ${folder}. Start as an ordinary user, move the checkout to where others can read it, or set DATABASE_URL.`,
  );
}

function hasName(): boolean {
  try {
    return userInfo().username !== '';
  } catch {
    return false;
  }
}

function candidates(program: string): PostgresUser[] {
  const nobody = Number(execFileSync('id', ['-u', 'nobody'], { encoding: 'utf8' }));
  const namespace = { prefix: ['unshare', '--user', `--map-user=${nobody}`, '--'] };
  if (process.getuid?.() !== 0) return [namespace];
  const { uid, gid } = statSync(program);
  const owner = uid === 0 ? [] : [{ prefix: [], uid, gid }];
  const group = Number(execFileSync('id', ['-g', 'nobody'], { encoding: 'utf8' }));
  return [...owner, { prefix: [], uid: nobody, gid: group }, namespace];
}

/** The whole tree, since an earlier start may have chosen another user. */
function giveTo(
  path: string,
  { uid = process.getuid?.() ?? 0, gid = process.getgid?.() ?? 0 }: PostgresUser,
): void {
  if (process.getuid?.() !== 0 || statSync(path).uid === uid) return;
  for (const entry of readdirSync(path, { recursive: true, encoding: 'utf8' }))
    lchownSync(join(path, entry), uid, gid);
  chownSync(path, uid, gid); // last: a change that was cut short is begun again
}

/** Tried, rather than worked out from permission bits: those do not tell about namespaces, lists and mounts. */
async function canRun({ prefix, uid, gid }: PostgresUser, folder: string, program: string): Promise<boolean> {
  const test = 'id -un >/dev/null && test -w "$1" && "$2" --version >/dev/null';
  const [command = 'sh', ...args] = [...prefix, 'sh', '-c', test, 'sh', folder, program];
  return run(command, args, { uid, gid, cwd: '/' })
    .then(() => true)
    .catch(() => false);
}
