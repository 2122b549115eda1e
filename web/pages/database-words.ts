import type { MaintenanceKind } from '../../shared/maintenance/kinds.ts';
import type { RunState } from '../../shared/maintenance/model.ts';

export interface KindWords {
  title: string;
  /** What it does, in a line. */
  lead: string;
  /** Before it is begun: what that means. */
  warning: string;
  verb: string;
  tone: 'good' | 'bad' | undefined;
  /** What its progress counts. */
  unit: string;
}

/** What staff read about each kind of maintenance. */
export const kindWords: Record<MaintenanceKind, KindWords> = {
  'ledger-check': {
    title: 'Ledger check',
    lead: 'Compares balance, received and sent of every member with the ledger, and lists who differs.',
    warning: 'It only reads, some thousand members at a time, while everything goes on.',
    verb: 'Check',
    tone: undefined,
    unit: 'members',
  },
  recount: {
    title: 'Re-count',
    lead: 'Makes balance, received and sent of members what the ledger adds up to.',
    warning:
      'The rows of those who differ are changed, under their locks. Each change is in the log of changes of its guild; the ledger itself stays as it is.',
    verb: 'Re-count',
    tone: 'bad',
    unit: 'members',
  },
  'orphan-check': {
    title: 'Orphan check',
    lead: 'Looks for rows that name a guild, role, channel, rule or the like that there is not.',
    warning: 'It only reads, some thousand rows at a time, while everything goes on.',
    verb: 'Check',
    tone: undefined,
    unit: 'rows',
  },
  vacuum: {
    title: 'Vacuum',
    lead: 'Frees the space of rows that are gone. Postgres does it by itself sooner or later.',
    warning: 'Everything goes on meanwhile, but the disk is busy: with large tables for minutes.',
    verb: 'Vacuum',
    tone: undefined,
    unit: 'tables',
  },
  analyze: {
    title: 'Analyze',
    lead: 'Takes stock of what columns hold, on which the plans of queries depend.',
    warning: 'It reads a sample of each table, while everything goes on.',
    verb: 'Analyze',
    tone: undefined,
    unit: 'tables',
  },
  retention: {
    title: 'Retention',
    lead: 'Takes away at once what was kept long enough. The nights do the same bit by bit.',
    warning:
      'What is taken away cannot be brought back. Besides the rows below, addresses older than 30 days are cut short, and texts of firings go after 7 days.',
    verb: 'Take away',
    tone: 'bad',
    unit: 'parts',
  },
  'cache-flush': {
    title: 'Cache flush',
    lead: 'Has every process load a guild’s settings anew, and forgets Redis’ copies of its members’ accounts.',
    warning: 'Nothing is lost: Postgres is asked the next time, which takes a moment longer.',
    verb: 'Flush',
    tone: undefined,
    unit: 'members',
  },
};

export const stateWords: Record<RunState, { text: string; tone: 'plain' | 'good' | 'warn' }> = {
  waiting: { text: 'Waiting', tone: 'plain' },
  running: { text: 'Under way', tone: 'plain' },
  done: { text: 'Done', tone: 'good' },
  failed: { text: 'Failed', tone: 'warn' },
  cancelled: { text: 'Cancelled', tone: 'plain' },
};

/** `1 member`, `1,234 members`. */
export function many(count: number, plural: string): string {
  return `${count.toLocaleString('en')} ${count === 1 ? plural.replace(/s$/, '') : plural}`;
}
