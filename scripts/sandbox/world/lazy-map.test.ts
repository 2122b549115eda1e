import { expect } from 'chai';
import fc from 'fast-check';
import { FoundMap } from './found-map.ts';
import { LazyMap, type Source } from './lazy-map.ts';

interface Thing {
  id: string;
  marks: number;
}

const source = (count: number, made: string[] = []): Source<Thing> => ({
  count,
  idOf: (number) => String(1_000 + number),
  numberOf(id) {
    const number = Number(id) - 1_000;
    return number >= 0 && number < count ? number : -1;
  },
  make(number) {
    made.push(String(1_000 + number));
    return { id: String(1_000 + number), marks: 0 };
  },
});

describe('sandbox: a map that makes its entries on demand', () => {
  const act = fc.record({
    do: fc.constantFrom('get', 'peek', 'has', 'set', 'delete', 'mark' as const),
    id: fc.integer({ min: 995, max: 1_012 }).map(String),
  });

  it('is like one that holds everything, whatever is done to it', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 60 }), (acts) => {
        const lazy = new LazyMap(source(10));
        const whole = new Map(
          Array.from({ length: 10 }, (_, n) => [String(1_000 + n), { id: String(1_000 + n), marks: 0 }]),
        );
        for (const { do: what, id } of acts) {
          if (what === 'set') {
            lazy.set(id, { id, marks: 7 });
            whole.set(id, { id, marks: 7 });
          } else if (what === 'delete') expect(lazy.delete(id)).to.equal(whole.delete(id));
          else if (what === 'has') expect(lazy.has(id)).to.equal(whole.has(id));
          else if (what === 'mark') for (const map of [lazy, whole]) mark(map.get(id));
          else expect(lazy[what](id)).to.deep.equal(whole.get(id));
        }
        expect(lazy.size).to.equal(whole.size);
        expect(byId(lazy.values())).to.deep.equal(byId(whole.values()));
        expect([...lazy.keys()].sort()).to.deep.equal([...whole.keys()].sort());
        expect(lazy.idsAfter(1_002n, 4)).to.deep.equal(
          [...whole.keys()]
            .filter((id) => Number(id) > 1_002)
            .sort(numerically)
            .slice(0, 4),
        );
      }),
    );
  });

  it('keeps what was asked for, not what was only passed by', () => {
    const made: string[] = [];
    const map = new LazyMap(source(1_000, made));
    expect([...map.values()]).to.have.lengthOf(1_000);
    expect([...map.kept()]).to.deep.equal([]);
    expect(map.get('1005'))
      .to.equal(map.get('1005'))
      .and.to.equal([...map.values()][5]);
    expect([...map.kept()].map(({ id }) => id)).to.deep.equal(['1005']);
    expect(made.filter((id) => id === '1005')).to.have.lengthOf(2);
  });

  it('finds an id anywhere along the way', () => {
    const map = new LazyMap(source(8));
    map.set('7', { id: '7', marks: 0 });
    map.set('8', { id: '8', marks: 0 });
    expect([0, 0.19, 0.2, 0.999].map((part) => map.idAt(part))).to.deep.equal(['7', '8', '1000', '1007']);
    map.delete('1007');
    expect(map.idAt(0.999)).to.equal(undefined);
  });

  it('asks elsewhere for what it does not hold, and then holds it', () => {
    const map = new FoundMap<Thing>((id) => (id.startsWith('9') ? { id, marks: 0 } : undefined));
    expect(map.get('1')).to.equal(undefined);
    expect(map.has('91')).to.equal(true);
    expect(map.peek('91')).to.not.equal(map.peek('91'));
    expect(map.size).to.equal(0);
    expect(map.get('91')).to.equal(map.get('91')).and.to.equal(map.peek('91'));
    expect([...map.keys()]).to.deep.equal(['91']);
  });
});

function mark(thing: Thing | undefined): void {
  if (thing) thing.marks += 1;
}

function byId(things: Iterable<Thing>): Thing[] {
  return [...things].sort((a, b) => numerically(a.id, b.id));
}

function numerically(a: string, b: string): number {
  return Number(a) - Number(b);
}
