import { whole } from '../../shared/analytics/truncate-addresses.ts';
import { DAY } from '../../shared/core/clock.ts';
import type { ChosenDays } from '../../shared/core/kept-days.ts';
import { keptFor } from '../../shared/db/retention.ts';

type Table = Parameters<typeof keptFor>[0];

/** What a table holds of people; null: nothing. A table that goes after a time and is missing here does not compile. */
const holds: Record<Table, { what: string; when: string } | null> = {
  recent_messages: {
    what: 'Texts of messages, to show moderators what was changed or deleted',
    when: 'Only where the server has switched it on',
  },
  message_traces: {
    what: 'That a message was written: by whom, where, when, and a fingerprint from which the text cannot be read',
    when: 'Only where the server has switched it on',
  },
  automod_firings: {
    what: 'The beginning of a message that broke a rule of the server',
    when: 'With what became of it, which stays',
  },
  file_attachments: {
    what: 'That a file was sent: by whom, its name, size and address at Discord; never the file itself',
    when: 'With every message that has one',
  },
  command_usages: { what: 'Which commands you used, where and when', when: 'With every command' },
  failed_effects: {
    what: 'What Discord refused to do to or for you, such as giving a role',
    when: 'When Discord refuses',
  },
  kept_jobs: {
    what: 'What the bot did to or for you, messages it sent, and what a server’s own programs were sent, to find out what went wrong; of messages and commands only ids. What failed stays in its queue as it came, for as long, so that it can be done once more',
    when: 'With all that the bot does at Discord but reactions, and with what failed',
  },
  webhook_deliveries: {
    what: 'Copies of cases, firings of rules, transfers and squad changes that were sent to a server’s own programs',
    when: 'Only where the server has set it up',
  },
  maintenance_runs: {
    what: 'Whose balance was wrong, when the ledger was checked',
    when: 'When somebody who runs this installation checks it',
  },
  page_views: {
    what: `Pages of this site you opened: address on the internet (cut short after ${inWords(whole)}), browser, and where you came from`,
    when: 'With every page',
  },
  redirect_clicks: {
    what: `Short links you followed: the same, with the address cut short after ${inWords(whole)} as well`,
    when: 'With every short link',
  },
  error_occurrences: {
    what: `What was asked when something went wrong, with the address it came from (cut short after ${inWords(whole)})`,
    when: 'When something goes wrong',
  },
  hourly_stats: {
    what: `Counts by the hour; those by user or by address stay for ${inWords(whole)} at most`,
    when: 'All the time',
  },
  automod_firing_messages: {
    what: 'Which of your messages broke a rule of the server: their ids, without their texts',
    when: 'With every rule that fires',
  },
  operations: {
    what: 'What you asked the bot for and what came of it, so that the same request is answered the same',
    when: 'With transfers, gifts, squads, tiers of a streak, and what moderators do',
  },
  idempotency_keys: {
    what: 'What a program with a key was answered, so that it is answered the same when it asks again',
    when: 'When a program gives its request a name',
  },
  route_errors: {
    what: 'The text of an error that happened again and again, which may have your id in it',
    when: 'When something goes wrong',
  },
  record_surplus: null,
  counted_batches: null,
  alarms: null,
  bot_statuses: null,
  process_statuses: null,
  refresh_tokens: null,
};

export interface KeptOfPeople {
  table: string;
  what: string;
  when: string;
  life: string;
}

/** What is kept of people for a time, and how long: in the very numbers by which it is deleted. `chosen`: RETENTION. */
export function listKept(chosen: ChosenDays | undefined): KeptOfPeople[] {
  return Object.entries(holds).flatMap(([table, told]) =>
    told ? [{ table, ...told, life: inWords(keptFor(table as Table, chosen)) }] : [],
  );
}

/** Whole days. */
export function inWords(ms: number): string {
  const days = Math.round(ms / DAY);
  return days === 1 ? '1 day' : `${days} days`;
}
