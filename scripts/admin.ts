import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { type Role, roles, Username } from '../shared/accounts/rules.ts';
import { createStaff, resetPassword } from '../shared/accounts/staff.ts';
import { findAccountByName, listStaff, type StaffAccount } from '../shared/accounts/staff-list.ts';
import { Config } from '../shared/core/config.ts';
import { type Knex, openDatabase } from '../shared/db/knex.ts';
import { changePartitions } from './change-partitions.ts';
import { runProgram } from './program.ts';
import { Problem } from './services/problem.ts';
import { SystemDatabase, urlOf } from './system-database.ts';
import { onServices, SystemServices } from './system-services.ts';

const usage = `Usage:
  npm run admin list                  all staff accounts
  npm run admin create <name> [role]  a new account; the role is ${roles.join(', ')} (viewer where none is given)
  npm run admin reset <name>          a new password and no second factor, in place of the present ones
  npm run admin partitions <number>   how many PARTITIONS every process counts from now on; while none runs

Also: npm run admin -- create <name> --role <role>`;

type Order =
  | { is: 'list' }
  | { is: 'create'; username: string; role: Role }
  | { is: 'reset'; username: string }
  | { is: 'partitions'; to: number }
  | { is: 'misunderstood'; why: string };

/**
 * What the words after `npm run admin` ask for. npm takes `--role` for itself where no `--` stands before it: the role is
 * then a bare word, or in npm's environment.
 */
export function parseOrder(args: string[], { npm_config_role: taken }: NodeJS.ProcessEnv = {}): Order {
  try {
    const { positionals, values } = parseArgs({
      args,
      allowPositionals: true,
      options: { role: { type: 'string' } },
    });
    return understand(positionals, values.role ?? (taken === 'true' ? undefined : taken));
  } catch (error) {
    return misunderstood(error instanceof Error ? error.message : String(error));
  }
}

function understand([verb, name, bareRole, ...more]: string[], role: string | undefined): Order {
  const hasRole = bareRole !== undefined || role !== undefined;
  if (more.length > 0 || (bareRole !== undefined && role !== undefined)) return misunderstood();
  if (verb === 'list' && name === undefined && !hasRole) return { is: 'list' };
  if (verb === 'partitions' && name !== undefined && !hasRole) return understandNumber(name);
  if (verb === 'reset' && name !== undefined && !hasRole) return { is: 'reset', username: name };
  if (verb !== 'create' || name === undefined) return misunderstood();
  return understandCreate(name, bareRole ?? role ?? 'viewer');
}

function understandNumber(text: string): Order {
  const number = Config.shape.PARTITIONS.safeParse(text);
  return number.success
    ? { is: 'partitions', to: number.data }
    : misunderstood(`The number "${text}": ${number.error.issues[0]?.message}`);
}

function understandCreate(name: string, role: string): Order {
  const username = Username.safeParse(name);
  if (!username.success) return misunderstood(`The name "${name}": ${username.error.issues[0]?.message}`);
  const known = z.enum(roles).safeParse(role);
  if (!known.success) return misunderstood(`There is no role "${role}".`);
  return { is: 'create', username: username.data, role: known.data };
}

function misunderstood(why = ''): Order {
  return { is: 'misunderstood', why };
}

/** Does it as the system, and answers what to tell. Throws a `Problem` where it cannot be done. */
export async function obey(
  db: Knex,
  order: Exclude<Order, { is: 'misunderstood' | 'partitions' }>,
): Promise<string> {
  const by = { actor: { kind: 'system', name: 'npm run admin' } } as const;
  if (order.is === 'list') return tableOf(await listStaff({ db }));
  const { username } = order;
  if (order.is === 'create') {
    const result = await createStaff({ db }, order, by);
    if (result.is === 'taken') throw new Problem(`There is an account named ${username} already.`);
    if (result.is === 'refused') throw new Error(`the system was refused: ${result.why}`);
    return told(`Created ${username} (${order.role}).`, result.password);
  }
  const account = await findAccountByName({ db }, username);
  if (!account) throw new Problem(`There is no account named ${username}. See: npm run admin list`);
  const result = await resetPassword({ db }, account.id, { clearSecondFactor: true }, by);
  if (result.is === 'refused') throw new Problem(`There is no account named ${username} any more.`);
  const still = account.disabledAt ? ' It is still disabled: an owner can enable it in the panel.' : '';
  return told(`Reset ${account.username}; its sessions have ended.${still}`, result.password);
}

function told(sentence: string, password: string): string {
  return `${sentence}\nPassword, shown only now, to be changed at the next login: ${password}`;
}

function tableOf(accounts: StaffAccount[]): string {
  if (accounts.length === 0) return 'There are no accounts yet: `npm start` makes the first.';
  const head = ['NAME', 'ROLE', 'GUILDS', 'SECOND FACTOR', 'LAST LOGIN', 'STATE'];
  const lines = accounts.map((account) => [
    account.username,
    account.role ?? '-',
    String(Object.keys(account.guildRoles).length),
    account.hasSecondFactor ? 'on' : 'off',
    account.lastLoginAt?.toISOString().slice(0, 16).replace('T', ' ') ?? 'never',
    account.disabledAt ? 'disabled' : account.mustChangePassword ? 'first password' : 'active',
  ]);
  const widths = head.map((word, i) => Math.max(word.length, ...lines.map((line) => line[i]?.length ?? 0)));
  return [head, ...lines]
    .map((line) =>
      line
        .map((word, i) => word.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const order = parseOrder(process.argv.slice(2), process.env);
  if (order.is === 'misunderstood') {
    process.stderr.write(`${order.why ? `${order.why}\n` : ''}${usage}\n`);
    process.exitCode = 2;
  } else if (order.is === 'partitions') {
    await runProgram({
      schema: SystemServices,
      run: (environment) => onServices(environment, (opened) => changePartitions(opened, order.to)),
    });
  } else {
    await runProgram({
      schema: SystemDatabase,
      run: async (environment) => {
        const db = openDatabase(urlOf(environment), { pool: 2, name: 'smarter-dev admin' });
        try {
          return await obey(db, order);
        } finally {
          await db.destroy();
        }
      },
    });
  }
}
