import { lastDone } from '../../shared/maintenance/list.ts';
import type { MaintenanceRun } from '../../shared/maintenance/model.ts';
import { readResult } from '../../shared/maintenance/results.ts';
import { estimateMembers } from '../../shared/maintenance/tables.ts';
import { nameMembers } from '../../shared/sync/member-names.ts';
import type { Deps } from '../context.ts';
import { about, type Look, numbers, numeral, when } from './database-preview-words.ts';
import { nameGuilds } from './seen-guilds.ts';

const mostShown = 20;

/** How many there are to look at, and what was known of them last. */
export const lookAtAccounts: Look = async (deps, { guild }) => {
  const [members, check] = await Promise.all([
    estimateMembers(deps, guild ?? null),
    lastDone(deps, 'ledger-check', guild),
  ]);
  return { facts: [about('Members', members), { term: 'Last ledger check', text: when(check) }] };
};

/** Whom the last check found, unless they were corrected since. */
export const lookAtDifferences: Look = async (deps, { guild }) => {
  const [members, check, recount] = await Promise.all([
    estimateMembers(deps, guild ?? null),
    lastDone(deps, 'ledger-check', guild),
    lastDone(deps, 'recount', guild),
  ]);
  const columns = [{ text: 'Member' }, { text: 'Guild' }, ...numbers('Balance', 'Received', 'Sent')];
  const none = 'No ledger check since the last re-count found anybody: begin with one.';
  return {
    facts: [
      about('Members', members),
      { term: 'Last ledger check', text: when(check) },
      { term: 'Last re-count', text: when(recount) },
    ],
    rows: {
      ...{ caption: 'What would change, as of that check', columns, none },
      cells: await describe(deps, differing(check, recount, guild).slice(0, mostShown)),
    },
  };
};

function differing(check?: MaintenanceRun, recount?: MaintenanceRun, guild?: string) {
  if (!check || (recount && BigInt(recount.id) > BigInt(check.id))) return [];
  const { members = [] } = readResult('ledger-check', check.result) ?? {};
  return members.filter((member) => guild === undefined || member.guild === guild);
}

async function describe(deps: Pick<Deps, 'db'>, members: ReturnType<typeof differing>) {
  if (members.length === 0) return [];
  const [nameIn, guildNames] = await Promise.all([
    nameMembers(deps, members),
    nameGuilds(
      deps,
      members.map(({ guild }) => guild),
    ),
  ]);
  return members.map(({ guild, user, row, ledger }) => {
    const change = (key: 'balance' | 'received' | 'sent') =>
      row[key] === ledger[key] ? numeral(row[key]) : `${numeral(row[key])} → ${numeral(ledger[key])}`;
    const href = `/admin/guilds/${guild}/members/${user}`;
    const who = { text: nameIn({ guild, user }), href, hint: user };
    return [who, guildNames[guild] || guild, change('balance'), change('received'), change('sent')];
  });
}
