import { expect } from 'chai';
import type { CarriedOut } from './carry-out.ts';
import { sayCarriedOut } from './say-carried-out.ts';

describe('what is told of a case', () => {
  const opened = {
    ...{ id: '1', guild: '2', number: 12, user: '3', operation: 'int:4', kind: 'ban' as const, isNew: true },
    ...{ endsAt: null, effect: 'wanted' as const, lift: 'none' as const, resolved: false },
  };
  const tell = (effect: CarriedOut['settled']['effect'], answer: string | null, locale?: string) => {
    const actor = { kind: 'system', name: 'test' } as const;
    const order = { ...opened, actor, reason: '', seconds: null, deleteMessageSeconds: 0, evidence: null };
    const acted = { case: opened, ladder: [], lifted: [], closed: [] };
    return sayCarriedOut({ order, acted, settled: { effect, lift: 'none', answer } }, locale);
  };

  it('says where Discord has not answered yet', () => {
    expect(tell('wanted', null)).to.equal(
      '**Case 12** (ban) is open. Discord has not answered yet: `/case view number:12` shows what becomes of it.',
    );
  });

  it('says what Discord refused, and what can be done', () => {
    expect(tell('failed', 'Missing *Permissions*', 'de')).to.equal(
      '**Fall 12** (Sperre) ist eröffnet, aber Discord hat abgelehnt: Missing \\*Permissions\\*. In der Verwaltung kann man es noch einmal versuchen.',
    );
  });

  it('says where somebody was quicker', () => {
    expect(tell('none', null)).to.equal(
      '**Case 12** (ban) is on record; nothing is to be done for it any more.',
    );
  });
});
