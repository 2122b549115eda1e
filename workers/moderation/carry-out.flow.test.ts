import { expect } from 'chai';
import { userId } from '../../scripts/sandbox/index.ts';
import { partitionOf } from '../../shared/core/keys.ts';
import { effectQueues } from '../../shared/core/queues.ts';
import type { Order } from '../../shared/moderation/act.ts';
import { useModeration } from '../effects/moderation.fixture.ts';
import { guild } from '../squads/guild.fixture.ts';
import { carryOut } from './carry-out.ts';

describe('members whom a moderator timed out', () => {
  const { swept, context } = useModeration();
  const actor = { kind: 'system', name: 'test' } as const;

  async function timeOut(answer: 'done' | 'failed' | 'none' | 'wanted'): Promise<string[]> {
    const order: Order = {
      ...{
        guild,
        user: userId('grace'),
        operation: `test:${answer}`,
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
    const partition = partitionOf(guild, context().partitions);
    const jobs = await Promise.all(effectQueues.map((name) => context().queue(name, partition).getJobs()));
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
}).timeout(20_000);
