import { expect } from 'chai';
import { PermissionFlagsBits as P } from 'discord-api-types/v10';
import { channelPermissions, everything, guildPermissions, rankOf } from './permissions.ts';
import { roleId, userId } from './seed/ids.ts';
import { createWorld } from './seed/world.ts';
import { channelIn, guildIn, memberIn } from './world/lookups.ts';

describe('sandbox: permissions', () => {
  const id = '4194304';
  const world = createWorld(
    {
      guilds: [
        {
          id,
          name: 'One',
          roles: [{ name: 'Quiet' }, { name: 'Loud' }, { name: 'Boss', permissions: P.Administrator }],
          channels: [{ name: 'general' }],
          members: [
            { name: 'owner' },
            { name: 'ada', roles: ['Quiet', 'Loud'] },
            { name: 'boss', roles: ['Boss'] },
          ],
        },
      ],
    },
    { now: () => 1_000_000, keepMessages: 10 },
  );
  const guild = guildIn(world, id);
  const general = channelIn(world, guild.systemChannelId);
  const named = (name: string) => memberIn(guild, userId(name));
  const [owner, ada, boss] = [named('owner'), named('ada'), named('boss')];
  const may = (bit: bigint) => (channelPermissions(guild, general, ada, 1_000_000) & bit) !== 0n;
  const overwrite = (target: string, type: number, allow: bigint, deny: bigint) =>
    general.overwrites.push({ id: target, type, allow: String(allow), deny: String(deny) });
  beforeEach(() => {
    general.overwrites = [];
  });

  it('lets the owner and administrators do everything, whatever a channel says', () => {
    overwrite(id, 0, 0n, P.ViewChannel);
    expect(guildPermissions(guild, owner, 0)).to.equal(everything);
    expect(channelPermissions(guild, general, boss, 0)).to.equal(everything);
    expect(may(P.ReadMessageHistory), 'an invisible channel leaves nothing').to.equal(false);
  });

  it('applies everyone’s overwrite, then the roles’ together, then the member’s', () => {
    overwrite(id, 0, 0n, P.SendMessages);
    expect(may(P.SendMessages)).to.equal(false);
    expect(may(P.AttachFiles), 'goes with sending').to.equal(false);
    overwrite(roleId(id, 'Quiet'), 0, 0n, P.SendMessages);
    overwrite(roleId(id, 'Loud'), 0, P.SendMessages, 0n);
    expect(may(P.SendMessages), 'one role’s allow wins over another’s deny').to.equal(true);
    overwrite(userId('ada'), 1, 0n, P.SendMessages);
    expect(may(P.SendMessages)).to.equal(false);
  });

  it('leaves a timed-out member reading only', () => {
    const timed = { ...ada, timeoutUntil: new Date(2_000_000).toISOString() };
    expect(guildPermissions(guild, timed, 1_000_000)).to.equal(P.ViewChannel | P.ReadMessageHistory);
    expect(guildPermissions(guild, timed, 3_000_000) & P.SendMessages).to.not.equal(0n);
  });

  it('ranks by the highest role, the owner above all', () => {
    expect([rankOf(guild, ada), rankOf(guild, boss), rankOf(guild, owner)]).to.deep.equal([
      2,
      3,
      Number.POSITIVE_INFINITY,
    ]);
  });
});
