import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { channelId } from '../../scripts/sandbox/index.ts';
import { useDatabase } from '../../shared/testing/database.ts';
import { useRedis } from '../../shared/testing/redis.ts';
import { guild, type Moderated, moderateGuild } from './moderated.fixture.ts';
import { until } from './waiting.ts';

describe('commands of moderators, while Discord is slow', () => {
  const database = useDatabase();
  const redis = useRedis();
  let at: Moderated;
  before(async () => {
    at = await moderateGuild(database, redis);
  });
  after(() => at.close());

  it('hold up no other commands, and say in the end what came of them', async () => {
    const { sandbox, handle } = at.bot;
    const [ken = '', eve = '', mallory = ''] = ['ken', 'eve', 'mallory'].map(
      (name) => sandbox.join(guild, { name }).user.id,
    );
    await handle(at.slash('grace', 'ban', { user: mallory }));
    const doubt = at.slash('grace', 'massban', { users: eve });
    await handle(doubt);
    const message = await doubt.message();
    let isOver = false;
    const others = Array.from({ length: 8 }, () => until(async () => isOver, Boolean));
    let looks = 0;
    expect(
      await until(
        async () => ++looks,
        () => false,
      ),
    ).to.equal(1); // no place is left to wait in
    sandbox.trouble.refuseRest({ status: 503, times: 1_000, match: /bans|permissions/ });
    const asked = [
      at.slash('grace', 'ban', { user: ken }),
      at.slash('grace', 'lock'),
      at.pressed('grace', { message, hidden: true }, 'Confirm'),
      at.slash('grace', 'case resolve', { number: 1, undo: true }),
    ];
    const said = async () => Promise.all(asked.map(async (each) => (await each.message()).content));
    const isWaiting = (text: string) => /not answered|wait for/.test(text);
    for (const each of asked) await handle(each);
    expect((await said()).map(isWaiting)).to.eql([true, true, true, true]);
    sandbox.trouble.calm();
    while ((await said()).some(isWaiting)) await sleep(50);
    expect(await said()).to.eql([
      `**Case 2:** <@${ken}> is banned.`,
      `<#${channelId(guild, 'general')}> is locked: members cannot write there. \`/unlock\` ends that.`,
      '1 is banned (case 3).',
      'Case 1 is resolved.\nWhat it did in Discord is taken back.',
    ]);
    isOver = true;
    await Promise.all(others);
    expect(sandbox.violations).to.eql([]);
  });
}).timeout(20_000);
