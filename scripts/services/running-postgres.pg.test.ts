import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { startPostgres } from './postgres.ts';
import { findRunningDatabase } from './running-postgres.ts';

describe('the database of a running system', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'smarter-running-'));
  before(() => chmodSync(dataDir, 0o711)); // Postgres may run as another user
  after(() => rmSync(dataDir, { recursive: true, force: true }));

  it('is found by its data directory, one for the sandbox and one for a real bot, while it runs', async () => {
    expect(findRunningDatabase(dataDir, true)).to.equal(undefined);
    const postgres = await startPostgres({ dir: join(dataDir, 'postgres'), ephemeral: true });
    const base = postgres.url.replace(/\/postgres$/, '');
    try {
      expect(findRunningDatabase(dataDir, true)).to.equal(`${base}/smarter_sandbox`);
      expect(findRunningDatabase(dataDir, false)).to.equal(`${base}/smarter`);
    } finally {
      await postgres.stop();
    }
    expect(findRunningDatabase(dataDir, true)).to.equal(undefined);
  }).timeout(60_000);
});
