import { expect } from 'chai';
import { channelId, userId } from '../../scripts/sandbox/index.ts';
import { commitAwards } from '../../shared/bytes/commit-awards.ts';
import { declareOutage } from '../../shared/bytes/outage-days.ts';
import { DAY } from '../../shared/core/clock.ts';
import { snowflakeAt } from '../../shared/core/snowflake.ts';
import { configure } from '../../shared/settings/configure.fixture.ts';
import { bytesSettings } from '../../shared/settings/registry.ts';
import { defaults } from '../../shared/testing/members.ts';
import { useSweptGuild } from '../maintenance/sweep.fixture.ts';
import { guild } from '../squads/guild.fixture.ts';

const general = channelId(guild, 'general');
const ada = { id: userId('ada'), username: 'ada', globalName: null, avatar: null };
const by = { kind: 'staff', id: '1', name: 'owner' } as const;

describe('streaks that an outage day mends, swept', () => {
  const swept = useSweptGuild();
  beforeEach(() => swept.db('outage_days').delete());

  const today = () => Math.floor(swept.at.bot.context.clock() / DAY);
  async function writeOn(daysAgo: number): Promise<void> {
    const day = today() - daysAgo;
    const message = snowflakeAt(day * DAY, 1);
    const order = { guild, channel: general, message, author: ada, day, settings: defaults };
    await commitAwards(swept, [order]);
  }
  const declare = (daysAgo: number) => declareOutage(swept.at.bot.context, { days: [today() - daysAgo], by });
  const said = () =>
    swept.at.bot.sandbox.requests
      .filter(({ route }) => route === '/channels/:channel/messages')
      .map(({ body }) => Object(body).content);

  it('are told of the tier they reach, once', async () => {
    for (const daysAgo of [9, 8, 7, 6, 5, 4, 2, 1]) await writeOn(daysAgo);
    await declare(3);
    await swept.sweep();
    const words = `<@${ada.id}> reached **CHAR**: an outage breaks no streak, so it is day 8 in a row.`;
    expect(said()).to.eql([words]);
    await declare(3);
    await swept.sweep();
    await writeOn(0);
    await swept.sweep();
    expect(said()).to.eql([words]);
  });

  it('are told again under the same nonce where the worker died before it wrote that down', async () => {
    for (const daysAgo of [9, 8, 7, 6, 5, 4, 2, 1]) await writeOn(daysAgo);
    await declare(3);
    await swept.sweep();
    await swept.db.raw(
      `UPDATE operations SET outcome = outcome || '{"told": false}' WHERE id LIKE 'streak:%'`,
    );
    await swept.sweep();
    const messages = swept.at.bot.sandbox.world.channels.get(general)?.messages.values() ?? [];
    expect([...messages].filter(({ content }) => content.includes('**CHAR**'))).to.have.length(1);
    expect(said()).to.have.length(2);
  });

  it('are not told of it where announcements are off', async () => {
    await configure(swept, bytesSettings, guild, { announce: 'off' });
    swept.at.bot.context.settings.bytes.forget(guild);
    for (const daysAgo of [9, 8, 7, 6, 5, 4, 2, 1]) await writeOn(daysAgo);
    await declare(3);
    await swept.sweep();
    expect(said()).to.eql([]);
  });

  it('are mended by the sweep where the request left some', async () => {
    await writeOn(3);
    await writeOn(1);
    await swept.db('outage_days').insert({ day: today() - 2, declared_by: 'owner' });
    await swept.sweep();
    expect(await swept.db('guild_members').where({ user_id: ada.id }).first('streak')).to.eql({ streak: 2 });
    expect(await swept.db('outage_days').whereNull('relinked_at')).to.eql([]);
  });
}).timeout(20_000);
