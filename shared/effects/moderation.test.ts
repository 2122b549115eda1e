import { expect } from 'chai';
import { log, planDeletions, punish } from './moderation.ts';

describe('planned deletions', () => {
  const wish = (message: number, channel = '1') => ({ guild: '9', channel, message: String(message) });

  it('are one per channel and hundred messages, the same for the same messages in any order', () => {
    const wishes = Array.from({ length: 101 }, (_, i) => wish(i + 1));
    const planned = planDeletions([...wishes, wish(7, '2'), ...wishes]);
    expect(planned.map(({ id }) => id)).eql(['delete-1-100-100', 'delete-101-1-101', 'delete-7-1-7']);
    expect(planDeletions([...wishes, wish(7, '2')].reverse()).map(({ id }) => id)).members(
      planned.map(({ id }) => id),
    );
    expect(planDeletions([])).eql([]);
  });
});

describe('planned punishments', () => {
  it('are one job per case and what it is now', () => {
    expect(punish({ id: '5', guild: '9', kind: 'ban' })?.id).eq('punish-5-ban');
    expect(punish({ id: '5', guild: '9', kind: 'warn' })).eq(undefined);
  });
});

describe('planned log entries', () => {
  it('have ids that queues take and nonces that Discord takes, whatever names them', () => {
    const entry = (nonce: string) => log({ guild: '9', channel: '1', embeds: [], nonce });
    expect(entry('batch:1').id).eq('log-1-batch-1');
    const { effect } = entry('x'.repeat(100));
    expect(effect.kind === 'log' && effect.nonce).length(24);
  });
});
