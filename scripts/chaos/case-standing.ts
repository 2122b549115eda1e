import type { Sandbox } from '../sandbox/index.ts';
import type { Case } from './cases.ts';
import { type Finding, finding } from './finding.ts';
import { moderated } from './world.ts';

/** Who is banned or timed out is whom cases say, and nobody else. */
export function standingOf(sandbox: Sandbox, cases: Case[]): Finding {
  const said = new Set(cases.flatMap(claimOf));
  const found = new Set(moderated.flatMap((guild) => foundIn(sandbox, guild)));
  return finding(
    'who is banned or timed out is whom the cases say',
    [...said],
    [
      ...[...said].filter((each) => !found.has(each)).map((each) => `not so: ${each}`),
      ...[...found].filter((each) => !said.has(each)).map((each) => `no case says: ${each}`),
    ],
  );
}

function claimOf({ kind, guild_id, user_id, ends_at, effect, resolved_at }: Case): string[] {
  if (effect !== 'done' || resolved_at !== null) return [];
  if (kind === 'timeout') return [timeout(guild_id, user_id, ends_at)];
  return kind === 'ban' ? [ban(guild_id, user_id)] : [];
}

function foundIn(sandbox: Sandbox, id: string): string[] {
  const guild = sandbox.world.guilds.get(id);
  if (!guild) return [];
  const timeouts = [...guild.members.values()].flatMap(({ user, timeoutUntil }) =>
    timeoutUntil === null ? [] : [timeout(id, user.id, new Date(timeoutUntil))],
  );
  return [...timeouts, ...[...guild.bans.keys()].map((user) => ban(id, user))];
}

const ban = (guild: string, user: string) => `a ban of ${user} in ${guild}`;
const timeout = (guild: string, user: string, until: Date | null) =>
  `a timeout of ${user} in ${guild} until ${until?.toISOString()}`;
