import { expect } from 'chai';
import { userId } from '../../scripts/sandbox/index.ts';
import { MINUTE } from '../../shared/core/clock.ts';
import { partitionOf } from '../../shared/core/keys.ts';
import { effectQueues } from '../../shared/core/queues.ts';
import type { Order } from '../../shared/moderation/act.ts';
import { useModeration } from '../effects/moderation.fixture.ts';
import { guild } from '../squads/guild.fixture.ts';
import { carryOut } from './carry-out.ts';

describe('members whom a moderator timed out', () => {
  const { swept, context } = useModeration();
  const actor = { kind: 'system', name: 'test' } as const;

  const queues = () =>
    effectQueues.map((name) => context().queue(name, partitionOf(guild, context().partitions)));

  async function timeOut(answer: 'done' | 'failed' | 'none' | 'wanted'): Promise<string[]> {
    const order: Order = {
      ...{
        guild,
        user: userId('grace'),
        operation: 'test:1',
        kind: 'timeout',
        actor,
        reason: 'spam',
      },
      ...{ seconds: 3_600, deleteMessageSeconds: 0, evidence: null },
    };
    const carried = carryOut(context(), [order]);
    const settle = () => swept.db('moderation_cases').where({ effect: 'wanted' }).update({ effect: answer });
    if (answer !== 'wanted') while ((await settle()) === 0);
    await carried;
    const jobs = await Promise.all(queues().map((queue) => queue.getJobs()));
    return jobs.flat().flatMap(({ data }) => (data.kind === 'tell-member' ? [data.user] : []));
  }

  for (const answer of ['done', 'wanted'] as const)
    it(`are told where it is ${answer}`, async () => {
      expect(await timeOut(answer)).eql([userId('grace')]);
    });

  for (const answer of ['failed', 'none'] as const)
    it(`are not told where it is ${answer}`, async () => {
      expect(await timeOut(answer)).eql([]);
    });

  it('are told by a repeat what the first try did not tell, but nothing that may come twice', async () => {
    await timeOut('done');
    for (const queue of queues()) await queue.drain(); // as if that had died before
    expect(await timeOut('wanted')).eql([userId('grace')]);
    for (const queue of queues()) await queue.drain();
    await swept.db('moderation_cases').update({ created_at: new Date(Date.now() - 10 * MINUTE) });
    expect(await timeOut('wanted')).eql([]);
  });
}).timeout(20_000);
