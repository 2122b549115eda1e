import { forgetGuildHours, forgetLabels } from '../../shared/analytics/forget-labels.ts';
import { truncateAddresses } from '../../shared/analytics/truncate-addresses.ts';
import type { SweepDeps } from '../maintenance/walk.ts';

const steps = 10; // of each table in a turn: with 2,000 rows each it keeps up with 28 million a day
const rows = 20_000; // of guilds' hours in a turn: 28 million a day as well

/** What was recorded of people becomes less after a month (product §8). Where nothing is that old, indexes say so. */
export async function forgetPeople({ db, clock }: Pick<SweepDeps, 'db' | 'clock'>): Promise<[]> {
  await truncateAddresses({ db }, clock(), { steps });
  await forgetLabels({ db }, clock());
  await forgetGuildHours({ db }, clock(), rows);
  return [];
}
