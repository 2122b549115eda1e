import type { ClickRecord, CommandRecord, ViewRecord } from './records.ts';

export function uuid(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

const visitor = { ip: '192.0.2.1', agent: 'Firefox', referrer: null, bot: false };

export function view(number: number, given: Partial<ViewRecord> & { at: number }): ViewRecord {
  const answer = { method: 'GET', path: '/a', route: '/a', status: 200, ms: 5 };
  return { id: uuid(number), ...visitor, ...answer, ...given };
}

export function click(number: number, given: Partial<ClickRecord> & { at: number }): ClickRecord {
  return { id: uuid(number), redirect: '5', ...visitor, ...given };
}

export function command(number: number, given: Partial<CommandRecord> & { at: number }): CommandRecord {
  const asked = { command: 'bytes read', user: '77', guild: '100', ms: 40, outcome: 'answered' } as const;
  return { id: String(1_000 + number), ...asked, ...given };
}
