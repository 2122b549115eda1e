import { expect } from 'chai';
import { keys } from '../core/keys.ts';
import { useDatabase } from '../testing/database.ts';
import { columns, neutral, redisKeys } from './columns.fixture.ts';
import { erasures, hourlyErasures } from './erasures.ts';
import { exportParts } from './export-table.ts';
import { leftOut } from './left-out.ts';

/** Of a type that can name somebody, or hold what somebody wrote. Partitions are as their table. */
const telling = `
  SELECT table_name || '.' || column_name AS name FROM information_schema.columns
  JOIN pg_class c ON c.oid = format('%I.%I', table_schema, table_name)::regclass
  WHERE table_schema = 'public' AND NOT c.relispartition AND table_name NOT LIKE 'knex%'
    AND data_type IN ('text', 'bigint', 'json', 'jsonb', 'inet', 'xid8', 'ARRAY')`;

describe('what the database holds of people', () => {
  const database = useDatabase();
  const words = (text: string) => text.split(/\s+/).filter(Boolean);

  it('is known column by column: a new one has to say what becomes of it when a user is forgotten', async () => {
    const { rows } = await database.db.raw<{ rows: { name: string }[] }>(telling);
    const there = new Set(rows.map(({ name }) => name));
    const declared = Object.entries(columns).flatMap(([table, { erased = '', kept = {} }]) =>
      [...words(erased), ...Object.keys(kept).flatMap(words)].map((column) => `${table}.${column}`),
    );
    expect(declared.filter((name) => !there.has(name))).to.deep.equal([], 'declared, but not there');
    expect(new Set(declared).size, 'each once').to.equal(declared.length);
    const known = new Set(declared);
    const left = [...there].filter((name) => !known.has(name) && !neutral.has(name.split('.')[1] ?? ''));
    expect(left).to.deep.equal([], 'not declared in columns.fixture.ts');
    expect(Object.keys(redisKeys).sort()).to.deep.equal(Object.keys(keys).sort());
  });

  it('is exported, or the archive says that it is not', () => {
    const told = [...exportParts.map(({ of }) => of), ...leftOut.flatMap(({ tables }) => tables)];
    const erased = Object.keys(columns).filter((table) => columns[table]?.erased);
    expect(erased.filter((table) => !told.includes(table))).to.deep.equal([]);
    expect(told.filter((table) => !columns[table])).to.deep.equal([]);
  });

  it('is erased as it says: no table is changed that is not declared as one', () => {
    const undeclared = [...erasures, ...hourlyErasures].filter(({ table }) => !columns[table]?.erased);
    expect(undeclared).to.deep.equal([]);
  });
});
