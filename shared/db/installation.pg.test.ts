import { expect } from 'chai';
import { AppError } from '../core/errors.ts';
import { useDatabase } from '../testing/database.ts';
import { claimPartitions } from './installation.ts';

describe('the number of partitions', () => {
  const database = useDatabase();

  it('is set by the first process and the same for all, also when they start at once', async () => {
    await Promise.all([1, 2, 3, 4].map(() => claimPartitions(database.db, 2)));
    await claimPartitions(database.db, 2);
    const refused = await claimPartitions(database.db, 8).catch((error: unknown) => error);
    expect(refused).to.be.instanceOf(AppError).and.include({ code: 'partitions-differ' });
    expect(String(refused)).to.include('set up with 2');
  });
});
