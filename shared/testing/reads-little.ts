import { expect } from 'chai';
import { after, before, it } from 'mocha';
import { findCostly } from './cheap-plans.ts';
import type { TestDatabase } from './database.ts';
import { recordStatements } from './statements.ts';

/**
 * One test more, of all that the tests before it asked of Postgres: none of it would read a large part of a large table.
 * Call it last inside `describe`. `but`: what only the tests asked.
 */
export function itReadsLittle(database: TestDatabase, { but }: { but?: RegExp } = {}): void {
  let recording: ReturnType<typeof recordStatements> | undefined;
  before(() => {
    recording = recordStatements(database.url);
  });
  after(() => recording?.stop());
  it('reads no large part of a large table', async () => {
    const sent = (recording?.statements() ?? []).filter(({ text }) => !but?.test(text));
    expect(sent).not.to.have.length(0);
    expect(await findCostly(database.db, sent)).to.deep.equal([]);
  });
}
