import { expect } from 'chai';
import fc from 'fast-check';
import { useDatabase } from '../../shared/testing/database.ts';
import { listQuery, readPage } from './list.ts';

const orders = {
  '-balance': { column: 'balance', desc: true, tie: 'id' },
  balance: { column: 'balance', tie: 'id' },
  id: { column: 'id' },
  '-id': { column: 'id', desc: true },
} as const;
const Query = listQuery(orders, {});
/** As long as Discord's. */
const idOf = (index: number) => String(9_223_372_036_854_775_000n + BigInt(index));

describe('lists in pages', () => {
  const database = useDatabase();

  before(async () => {
    await database.db.raw('CREATE TABLE rows (id bigint PRIMARY KEY, balance bigint NOT NULL)');
  });

  async function readAll(sort: string, limit: number): Promise<{ ids: string[]; pages: number }> {
    const ids: string[] = [];
    for (let pages = 1, cursor: string | undefined; ; pages++) {
      const asked = Query.parse({ sort, limit, cursor });
      const rows = database.db('rows').select('id');
      const { items, next } = await readPage(rows, orders, asked, ({ id }) => String(id));
      ids.push(...items);
      if (next === null) return { ids, pages };
      cursor = next;
    }
  }

  it('has every row once and in order, however large the pages and equal the values', async () => {
    const balances = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 0, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(balances, fc.integer({ min: 1, max: 7 }), async (given, limit) => {
        const rows = given.map((balance, index) => ({ id: idOf(index), balance }));
        await database.db('rows').delete();
        if (rows.length > 0) await database.db('rows').insert(rows);
        const expected = {
          '-balance': rows.toSorted((a, b) => b.balance - a.balance),
          balance: rows.toSorted((a, b) => a.balance - b.balance),
          id: rows,
          '-id': rows.toReversed(),
        };
        for (const [sort, sorted] of Object.entries(expected)) {
          const { ids, pages } = await readAll(sort, limit);
          expect(ids, sort).to.deep.equal(sorted.map(({ id }) => id));
          expect(pages).to.equal(Math.max(1, Math.ceil(rows.length / limit)));
        }
      }),
      { numRuns: 25 },
    );
  });

  it('goes on where it was, although rows came and went', async () => {
    await database.db('rows').delete();
    await database.db('rows').insert([10, 20, 30, 40].map((id) => ({ id, balance: 0 })));
    const page = (cursor?: string) =>
      readPage(
        database.db('rows').select('id'),
        orders,
        Query.parse({ sort: 'id', limit: 2, cursor }),
        ({ id }) => String(id),
      );
    const first = await page();
    expect(first.items).to.deep.equal(['10', '20']);
    await database.db('rows').where({ id: 20 }).delete();
    await database.db('rows').insert({ id: 15, balance: 0 });
    expect((await page(first.next ?? '')).items).to.deep.equal(['30', '40']);
  });

  it('takes a cursor beyond what the column holds for a place outside the list', async () => {
    await database.db.raw('CREATE TABLE versions (version integer PRIMARY KEY, state integer NOT NULL)');
    await database.db('versions').insert([1, 2].map((version) => ({ version, state: 0 })));
    const integers = {
      version: { column: 'version' },
      '-version': { column: 'version', desc: true },
      state: { column: 'state', tie: 'version' },
    } as const;
    const behind = async (sort: string, value: string) => {
      const cursor = Buffer.from(JSON.stringify([sort, value, value])).toString('base64url');
      const asked = listQuery(integers, {}).parse({ sort, cursor });
      const rows = database.db('versions').select('version');
      return (await readPage(rows, integers, asked, ({ version }) => version)).items;
    };
    const [least, greatest] = ['-9223372036854775808', '9223372036854775807'];
    for (const sort of ['version', 'state']) {
      expect(await behind(sort, greatest), sort).to.deep.equal([]);
      expect(await behind(sort, least), sort).to.deep.equal([1, 2]);
    }
    expect(await behind('-version', least)).to.deep.equal([]);
    expect(await behind('-version', greatest)).to.deep.equal([2, 1]);
  });

  it('takes only cursors of its own, for the sort they were made for', () => {
    const cursorOf = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const good = cursorOf(['id', '5', '5']);
    expect(Query.safeParse({ sort: 'id', cursor: good }).success).to.equal(true);
    for (const cursor of [
      '',
      'x',
      `${good}=`,
      `${good}.`,
      cursorOf(['id', '5']),
      cursorOf(['id', 5, 5]),
      cursorOf(['id', '1 OR 1=1', '5']),
      cursorOf(['id', '9223372036854775808', '5']),
      cursorOf(['id', '99999999999999999999', '5']),
      cursorOf(['-id', '5', '5']),
      cursorOf({ id: 1 }),
      'x'.repeat(1_000),
    ])
      expect(Query.safeParse({ sort: 'id', cursor }).success, cursor).to.equal(false);
  });

  it('asks for 1 to 100 items, 50 unless told, and for the first sort', () => {
    expect(Query.parse({})).to.deep.equal({ limit: 50, sort: '-balance' });
    for (const limit of ['0', '101', '-1', '1.5', 'x', ''])
      expect(Query.safeParse({ limit }).success, limit).to.equal(false);
    expect(Query.safeParse({ sort: 'password' }).success).to.equal(false);
  });
});
