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
import type { Played } from './stage.ts';
import type { Asked } from './transfers.ts';
import { tellTransfers, transfersOf } from './web-findings.ts';

const queues: QueueName[] = ['events', 'interactions', 'members', ...effectQueues, 'records'];

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

interface Scene {
  db: Knex;
  redis: Redis;
  sandbox: Sandbox;
}

/** Compares what is stored with what truly happened. */
export async function compare(
  { db, redis, sandbox }: Scene,
  load: Load,
  { asked, played }: { asked: Asked[]; played: Played },
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
    transfersOf(asked, rows),
    linesOf(sandbox, played),
    await quarantined(redis),
    finding(
      'Discord was asked nothing wrong',
      sandbox.requests,
      sandbox.violations.map(({ what }) => what),
    ),
  ];
  return { findings, story: `${tellCommands(followed)} ${tellTransfers(asked)}` };
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

/**
 * Discord takes a nonce once; with another message under the same one, something was said again. What was said already is
 * remembered in Redis: where that was emptied, it may be.
 */
function linesOf(sandbox: Sandbox, { emptied }: Played): Finding {
  const said = sandbox.requests.flatMap(({ route, body, reply, status, at }) => {
    if (route !== '/channels/:channel/messages' || status !== 200) return [];
    return [{ nonce: Said.parse(body).nonce ?? '', id: Said.parse(reply).id ?? '', at }];
  });
  const last = new Map<string, (typeof said)[number]>();
  const twice = said.flatMap((line) => {
    const before = last.get(line.nonce) ?? line;
    last.set(line.nonce, line);
    const isForgotten = emptied.some((time) => before.at <= time && time <= line.at);
    return before.id === line.id || isForgotten
      ? []
      : [`${line.nonce} was said as ${before.id} and as ${line.id}`];
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
