import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { z } from 'zod';
import { findDifferences } from '../../shared/bytes/queries.ts';
import { DAY, SECOND } from '../../shared/core/clock.ts';
import { effectQueues, openQueue, type QueueName } from '../../shared/core/queues.ts';
import { timeOf } from '../../shared/core/snowflake.ts';
import type { Knex } from '../../shared/db/knex.ts';
import type { Sandbox } from '../sandbox/index.ts';
import { commandsOf, followCommands, tellCommands } from './commands.ts';
import { type Finding, finding, Row } from './finding.ts';
import type { Load } from './load.ts';

const queues: QueueName[] = ['events', 'interactions', 'members', ...effectQueues];

/** Waits until every queue is empty; answers how many jobs still wait when the patience is over. */
export async function drain(redis: Redis, patience: number): Promise<Finding> {
  const open = queues.map((name) => openQueue(name, { index: 0, of: 1 }, redis));
  const end = performance.now() + patience;
  try {
    for (;;) {
      const counts = await Promise.all(open.map((queue) => queue.getJobCounts()));
      const left = counts.map(({ failed = 0, completed = 0, ...waiting }) => sum(Object.values(waiting)));
      if (sum(left) === 0 || performance.now() > end) {
        const failed = sum(counts.map(({ failed = 0 }) => failed));
        const example = queues.map((name, i) => `${name} ${JSON.stringify(counts[i])}`).join(', ');
        return {
          promise: 'no job is stuck or failed',
          looked: queues.length,
          broken: sum(left) + failed,
          example,
        };
      }
      await sleep(SECOND / 2);
    }
  } finally {
    await Promise.all(open.map((queue) => queue.close()));
  }
}

/** Compares what is stored with what truly happened. */
export async function compare(
  db: Knex,
  redis: Redis,
  sandbox: Sandbox,
  load: Load,
): Promise<{ findings: Finding[]; story: string }> {
  const rows = z.array(Row).parse(await db('bytes').select('*'));
  const differences = await findDifferences({ db });
  const followed = await followCommands(db, rows, sandbox, load);
  const findings = [
    awardsOf(rows, load),
    finding(
      'balance, received and sent are what the ledger says',
      load.messages,
      differences.map((each) => JSON.stringify(each)),
    ),
    commandsOf(followed),
    linesOf(sandbox),
    await quarantined(redis),
    finding(
      'Discord was asked nothing wrong',
      sandbox.requests,
      sandbox.violations.map(({ what }) => what),
    ),
  ];
  return { findings, story: tellCommands(followed) };
}

const Said = z.object({ id: z.string().optional(), nonce: z.coerce.string().optional() });

/** Every member's day with a message has one award, and there are no others. */
function awardsOf(rows: Row[], { messages }: Load): Finding {
  const due = new Set(messages.map(({ id, author }) => `${author} on day ${Math.floor(timeOf(id) / DAY)}`));
  const paid = rows.flatMap(({ kind, receiver_id, day }) =>
    kind === 'daily' ? [`${receiver_id} on day ${day}`] : [],
  );
  const once = new Set(paid);
  const missing = [...due].filter((each) => !once.has(each)).map((each) => `${each} is not paid`);
  const twice = paid.length > once.size ? ['somebody is paid twice'] : [];
  const undue = [...once].filter((each) => !due.has(each)).map((each) => `${each} is paid for nothing`);
  return finding('every daily award is paid exactly once', [...due], [...missing, ...twice, ...undue]);
}

/** Discord takes a nonce once; with another message under the same one, something was said again. */
function linesOf(sandbox: Sandbox): Finding {
  const said = sandbox.requests.flatMap(({ route, body, reply, status }) => {
    if (route !== '/channels/:channel/messages' || status !== 200) return [];
    return [{ nonce: Said.parse(body).nonce, id: Said.parse(reply).id }];
  });
  const ids = new Map<string, string>();
  const twice = said.flatMap(({ nonce = '', id = '' }) => {
    const known = ids.get(nonce) ?? id;
    ids.set(nonce, known);
    return known === id ? [] : [`${nonce} was said as ${known} and as ${id}`];
  });
  return finding('nothing is said twice', said, twice);
}

async function quarantined(redis: Redis): Promise<Finding> {
  const queue = openQueue('quarantine', { index: 0, of: 1 }, redis);
  const jobs = await queue.getJobs();
  await queue.close();
  return finding(
    'no event is in quarantine',
    queues,
    jobs.map(({ data }) => data.error),
  );
}

const sum = (numbers: number[]) => numbers.reduce((all, each) => all + each, 0);
