import { expect } from 'chai';
import { guildId, type Sandbox, startSandbox, userId } from '../scripts/sandbox/index.ts';
import { useDatabase } from '../shared/testing/database.ts';
import { useRedis } from '../shared/testing/redis.ts';
import { type Bot, type Consumer, consume, endSandbox, startBot, until } from './bot.fixture.ts';

const names = Array.from({ length: 50 }, (_, n) => `Guild ${n}`);
const guilds = names.map((name) => guildId(name));
const [first = ''] = guilds;
const members = [{ name: 'ada' }, { name: 'ben' }, { name: 'owner' }];
const ada = userId('ada');
const ben = userId('ben');

describe('storms that change nothing', () => {
  const redis = useRedis();
  const database = useDatabase({ pool: 2 });
  let sandbox: Sandbox;
  let bot: Bot;
  let heard: Consumer;
  let stopping: Promise<void> | undefined;

  before(async () => {
    const world = { guilds: names.map((name) => ({ name, owner: 'owner', members })) };
    sandbox = await startSandbox({ identifyEvery: 1, world });
    bot = await startBot(sandbox, { redis: redis.url, db: database.db });
    heard = consume(redis.url);
    await bot.attached();
    for (const guild of guilds) sandbox.updateMember(guild, ada, { nick: null });
    sandbox.updateMember(first, ben, { nick: null });
    await heardUntilNow();
  });
  const stop = () => {
    stopping ??= bot.stop();
    return stopping;
  };
  after(async () => {
    await stop();
    await heard.close();
    await endSandbox(sandbox);
  });

  const updates = () =>
    heard.events.filter(({ t }) => t === 'GUILD_MEMBER_UPDATE' || t === 'PRESENCE_UPDATE');

  /** A message that was sent last is through: so is what was sent before it. */
  async function heardUntilNow(): Promise<void> {
    const { id } = sandbox.message({ guild: first, author: userId('owner'), content: 'over' });
    await until(() => heard.events.some((event) => event.id === id));
  }

  it('end in the shard: of 2,000 updates that say the same none is passed on', async () => {
    const before = updates().length;
    for (let n = 0; n < 2_000; n++) sandbox.updateMember(first, ben, { nick: null });
    await heardUntilNow();
    expect(updates()).to.have.lengthOf(before);
  });

  it('of a profile edit, told for each of 50 guilds, one is passed on', async () => {
    const before = updates().length;
    sandbox.updateMember(first, ada, { displayName: 'Countess' });
    await heardUntilNow();
    expect(updates().slice(before)).to.have.lengthOf(1);
    sandbox.updateMember(first, ada, { displayName: 'Ada' });
    await heardUntilNow();
    expect(updates().slice(before)).to.have.lengthOf(2);
  });

  it('reached the shard, which says so', async () => {
    await stop();
    const { values } = await bot.metrics.frames.get();
    const dropped = values.find(
      ({ labels }) => labels.type === 'GUILD_MEMBER_UPDATE' && labels.fate === 'dropped',
    );
    expect(dropped?.value).to.equal(2_000 + 2 * (guilds.length - 1));
  });
});
