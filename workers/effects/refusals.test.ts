import { expect } from 'chai';
import type { Effect } from '../../shared/core/queues.ts';
import { rememberRefusals } from './refusals.ts';

describe('refusals', () => {
  const entry: Effect = { kind: 'log', guild: '1', channel: '2', embeds: [], nonce: 'a', pings: [] };
  const greeting: Effect = { kind: 'say', guild: '1', channel: '2', content: 'hi', nonce: '3', pings: [] };
  const gone = { is: 'refused', status: 404, code: '10003', why: 'Unknown Channel' } as const;

  it('spare the other entries of a log channel that is gone', () => {
    const refusals = rememberRefusals();
    refusals.note(entry, gone);
    expect(refusals.covers({ ...entry, nonce: 'b' })).equal(gone);
    expect(refusals.covers({ ...entry, channel: '4' })).equal(undefined);
    expect(refusals.covers({ ...entry, guild: '4' })).equal(undefined);
  });

  it('say nothing of other effects for a channel that is gone', () => {
    const refusals = rememberRefusals();
    refusals.note(greeting, gone);
    expect(refusals.covers(greeting)).equal(undefined);
  });
});
