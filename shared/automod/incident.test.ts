import { expect } from 'chai';
import type { Action } from './action.ts';
import { decide, type Enforced } from './incident.ts';

const firing = (
  is: Action['is'],
  from = 0,
  until = 10,
  of: string | null = is === 'delete' ? null : is,
): Enforced<string> => ({
  action: { is },
  from,
  until,
  case: of,
});

describe('incidents', () => {
  it('begin with what fires first', () => {
    expect(decide(firing('warn'), [])).to.eql({ is: 'acted' });
    expect(decide(firing('timeout', 0, 10), [firing('ban', 11, 20)])).to.eql({ is: 'acted' });
  });

  it('absorb what is weaker or equal', () => {
    for (const is of ['delete', 'warn', 'timeout'] as const)
      expect(decide(firing(is, 10, 20), [firing('timeout')])).to.eql({ is: 'absorbed', case: 'timeout' });
  });

  it('are upgraded by what is stronger than all of them', () => {
    const others = [firing('warn'), firing('delete'), firing('timeout', 5, 30)];
    expect(decide(firing('ban', 8, 9), others)).to.eql({ is: 'upgraded', case: 'timeout' });
    expect(decide(firing('kick', 20, 25), others)).to.eql({ is: 'upgraded', case: 'timeout' });
    expect(decide(firing('timeout', 8, 9), [firing('warn'), firing('delete')])).to.eql({
      is: 'upgraded',
      case: 'warn',
    });
  });

  it('have a case from the first that does more than delete', () => {
    expect(decide(firing('timeout'), [firing('delete')])).to.eql({ is: 'acted' });
    expect(decide(firing('delete'), [firing('delete')])).to.eql({ is: 'absorbed', case: null });
  });

  it('take what Discord did as done, though it has no case', () => {
    const discords = firing('timeout', 0, 10, null);
    expect(decide(firing('timeout'), [discords])).to.eql({ is: 'absorbed', case: null });
    expect(decide(firing('warn'), [discords])).to.eql({ is: 'absorbed', case: null });
    expect(decide(firing('ban'), [discords])).to.eql({ is: 'acted' });
    expect(decide(firing('ban'), [discords, firing('warn')])).to.eql({ is: 'upgraded', case: 'warn' });
  });
});
