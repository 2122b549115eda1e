import { expect } from 'chai';
import { startSandbox } from '../index.ts';
import { shardKeyOf } from '../snowflakes.ts';
import { channelIn, guildIn, memberIn, messageIn, userIn } from '../world/lookups.ts';
import { crowdGuildId, crowdUserId, inCrowdGuild } from './crowd-ids.ts';
import { guildId, userId } from './ids.ts';
import { createWorld } from './world.ts';

describe('sandbox: a crowd of guilds', () => {
  const options = { now: () => 1_750_000_000_000, keepMessages: 10 };
  const make = (guilds = 100_000) =>
    createWorld(
      {
        guilds: [{ name: 'Seeded', generatedMembers: 250_000 }],
        crowd: { guilds, members: 50 },
      },
      options,
    );

  it('is there at once, and the same on every start', () => {
    const [one, other] = [make(), make()];
    const id = crowdGuildId(99_999);
    expect(one.guilds.size).to.equal(100_001);
    expect([...one.guilds.kept()].map(({ name }) => name)).to.deep.equal(['Seeded']);
    const channels = [...guildIn(one, id).channels.keys()];
    expect(channels).to.deep.equal([...guildIn(other, id).channels.keys()]);
    expect(one.guilds.has(crowdGuildId(100_000))).to.equal(false);
    expect(one.guilds.has('nonsense')).to.equal(false);
  });

  it('tells from an id which guild a channel or role belongs to', () => {
    const world = make();
    const guild = guildIn(world, crowdGuildId(4_711));
    for (const id of [...guild.channels.keys(), ...guild.roles.keys()])
      expect(inCrowdGuild(id)).to.include({ guild: 4_711 });
    const fresh = make();
    const channel = channelIn(fresh, guild.systemChannelId);
    expect(channel.guildId).to.equal(guild.id);
    expect(guildIn(fresh, guild.id).channels.get(channel.id)).to.equal(channel);
    expect(fresh.channels.get(guild.id)).to.equal(undefined);
  });

  it('finds what was written in it', async () => {
    const sandbox = await startSandbox({ world: { guilds: [], crowd: { guilds: 10, members: 5 } } });
    const [guild, author] = [crowdGuildId(3), crowdUserId(3, 1)];
    const message = sandbox.message({ guild, author, content: 'hello' });
    sandbox.react({ message, user: author, emoji: '👍' });
    expect(messageIn(sandbox.world, message).reactions).to.have.lengthOf(1);
    await sandbox.stop();
  });

  it('spreads evenly over shards', () => {
    const counts = new Array<number>(40).fill(0);
    for (const id of make().guilds.keys()) {
      const shard = shardKeyOf(id) % 40;
      counts[shard] = (counts[shard] ?? 0) + 1;
    }
    expect(Math.max(...counts) - Math.min(...counts)).to.be.at.most(1);
  });

  it('has members who are users, each in the guild their id says', () => {
    const world = make();
    const id = crowdUserId(12, 49);
    const member = memberIn(guildIn(world, crowdGuildId(12)), id);
    expect(userIn(world, id)).to.equal(member.user);
    expect(world.users.has(crowdUserId(12, 50))).to.equal(false);
    expect(guildIn(world, crowdGuildId(13)).members.has(id)).to.equal(false);
    expect(guildIn(world, crowdGuildId(12)).members.size).to.equal(51);
  });

  it('gives a seeded guild as many members as wanted, on top of its own', () => {
    const world = make(0);
    const guild = guildIn(world, guildId('Seeded'));
    expect(guild.members.size).to.equal(250_002);
    expect(guild.ownerId).to.equal(userId('ada'));
    const id = guild.members.idAt(0.7) ?? '';
    expect(userIn(world, id)).to.equal(memberIn(guild, id).user);
    guild.members.delete(id);
    expect(guild.members.has(id)).to.equal(false);
    expect(world.users.has(id)).to.equal(true);
  });
});
