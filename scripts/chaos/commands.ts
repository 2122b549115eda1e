import type { Knex } from '../../shared/db/knex.ts';
import { sendTexts } from '../../workers/bytes/send-texts.ts';
import type { Sandbox } from '../sandbox/index.ts';
import { type Finding, finding, type Row } from './finding.ts';
import type { Load } from './load.ts';
import { type Reading, readBy } from './reading.ts';

/** What became of a `/bytes send`. */
export interface Followed extends Reading {
  id: string;
  /** By the stored operation; undefined where nothing was decided. */
  outcome: string | undefined;
  /** It stands in the ledger, as it was ordered. */
  moved: boolean;
}

export async function followCommands(
  db: Knex,
  rows: Row[],
  sandbox: Sandbox,
  { sends }: Load,
): Promise<Followed[]> {
  const stored: { id: string; outcome: { is: string } }[] = await db('operations').select('id', 'outcome');
  const outcomes = new Map(stored.map(({ id, outcome }) => [id, outcome.is]));
  const transfers = new Map(
    rows.filter(({ kind }) => kind === 'transfer').map((row) => [row.operation, row]),
  );
  return sends.map(({ handle, giver, receiver, amount }) => {
    const id = `int:${handle.id}`;
    const row = transfers.get(id);
    const moved = row?.giver_id === giver && row.receiver_id === receiver && row.amount === amount;
    const done = sentence(receiver, amount);
    return {
      id,
      ...readBy(sandbox, handle.id, (text) => text.startsWith(done)),
      outcome: outcomes.get(id),
      moved,
    };
  });
}

/** Whoever reads that bytes were sent has sent them, and nobody else has. */
export function commandsOf(followed: Followed[]): Finding {
  const faults = followed.flatMap(({ id, reads, text, outcome, moved }) => {
    if (reads === 'done' && !moved) return [`${id} was acknowledged and is not in the ledger`];
    if (moved !== (outcome === 'sent')) return [`${id} is ${outcome}, and in the ledger: ${moved}`];
    return reads === 'other' && moved ? [`${id} was sent, and its user reads: ${text}`] : [];
  });
  return finding('every acknowledged transfer is persisted, and no other', followed, faults);
}

/** In numbers: what people were told, and what they were not. */
export function tellCommands(followed: Followed[]): string {
  const count = (fits: (each: Followed) => boolean) => followed.filter(fits).length;
  const silent = count(({ reads }) => reads === 'nothing');
  return [
    `Of ${followed.length} transfers ${count(({ outcome }) => outcome === 'sent')} sent bytes and`,
    `${count(({ outcome }) => outcome !== undefined && outcome !== 'sent')} were refused;`,
    `${silent} were never answered (${count(({ reads, moved }) => reads === 'nothing' && moved)} of them sent bytes),`,
    `${count(({ reads }) => reads === 'waiting')} are shown as under way for ever.`,
  ].join(' ');
}

/** The one that acknowledges a transfer, up to the balance. */
function sentence(receiver: string, amount: number): string {
  return sendTexts('en-US').done(receiver, amount, 0).split('. ')[0] ?? '';
}
