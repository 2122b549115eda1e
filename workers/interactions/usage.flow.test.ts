import { expect } from 'chai';
import { InteractionContextType } from 'discord-api-types/v10';
import { guildId, userId } from '../../scripts/sandbox/index.ts';
import { noRecorder } from '../../shared/analytics/recorder.ts';
import type { CommandRecord } from '../../shared/analytics/records.ts';
import { MINUTE } from '../../shared/core/clock.ts';
import { AppError } from '../../shared/core/errors.ts';
import { timeOf } from '../../shared/core/snowflake.ts';
import { useDatabase } from '../../shared/testing/database.ts';
import { useRedis } from '../../shared/testing/redis.ts';
import { type Answer, refused, shown } from './answer.ts';
import { startBot, type TestBot } from './bot.fixture.ts';
import { command } from './command.ts';

/** What the handler of `/try` does. */
let run: () => Promise<Answer>;
const attempt = command(
  {
    name: 'try',
    description: 'For tests',
    default_member_permissions: null,
    contexts: [InteractionContextType.Guild],
  },
  { replies: 'publicly', run: () => run() },
);

describe('uses of commands', () => {
  const database = useDatabase();
  const redis = useRedis();
  let bot: TestBot;
  before(async () => {
    bot = await startBot(database.db, redis.redis, { commands: [attempt] });
  });
  after(() => bot.close());

  const here = { guild: guildId('Workshop'), user: userId('ada') };
  const ask = () => bot.sandbox.slash({ ...here, name: 'try' });
  /** What is recorded of tries of a job. */
  async function tried(asked: { id: string }, attempts: number[]): Promise<CommandRecord[]> {
    const uses: CommandRecord[] = [];
    const recorder = { ...noRecorder, command: (use: CommandRecord) => void uses.push(use) };
    for (const attempt of attempts) await bot.handle(asked, { attempt, with: { recorder } }).catch(() => {});
    return uses;
  }

  it('are recorded with their outcome, the same row in each try', async () => {
    run = async () => shown({ content: 'done' });
    const asked = ask();
    const [first, again] = await tried(asked, [0, 1]);
    expect(first).to.include({
      id: asked.id,
      at: timeOf(asked.id),
      command: 'try',
      outcome: 'answered',
      ...here,
    });
    expect(again).to.include({ id: first?.id, at: first?.at });
    run = async () => refused('no');
    expect(await tried(ask(), [0])).to.have.nested.property('0.outcome', 'refused');
    run = () => Promise.reject(new TypeError('a bug'));
    expect(await tried(ask(), [0])).to.have.nested.property('0.outcome', 'failed');
  });

  it('that are tried again later are recorded at their end', async () => {
    run = () => Promise.reject(new AppError('unavailable'));
    const asked = ask();
    expect(await tried(asked, [0])).to.deep.equal([]);
    run = async () => shown({ content: 'late' });
    expect(await tried(asked, [1])).to.have.nested.property('0.outcome', 'answered');
    const given = ask();
    bot.pass(16 * MINUTE);
    expect(await tried(given, [0])).to.have.nested.property('0.outcome', 'away');
  });
});
