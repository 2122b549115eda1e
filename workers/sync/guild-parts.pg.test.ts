import { expect } from 'chai';
import type { ChannelSighting, Envelope, RoleSighting } from '../../shared/core/events.ts';
import { silent } from '../../shared/core/log.ts';
import { listChannels, listRoles, textTypes } from '../../shared/sync/store.ts';
import { useDatabase } from '../../shared/testing/database.ts';
import { useRedis } from '../../shared/testing/redis.ts';
import { saveSeenGuilds } from './guilds.ts';

describe('roles and channels', () => {
  const test = useDatabase();
  const memory = useRedis();
  const save = (...events: Envelope<'GUILD_CREATE'>[]) =>
    saveSeenGuilds({ db: test.db, redis: memory.redis, log: silent }, { events, attempt: 0 });
  const roles = async (guild: string) =>
    (await listRoles(test, guild)).map(({ name, active }) => (active ? name : `${name} (deleted)`));

  it('are listed as Discord orders them: roles from the top, channels below their category', async () => {
    await save(
      seen('1', 1, {
        roles: [role('1', '@everyone', 0), role('11', 'Helper', 1), role('12', 'Admin', 2)],
        channels: [
          channel('21', 'voices', { type: 2, position: 0, parent: '20' }),
          channel('22', 'talk', { position: 1, parent: '20' }),
          channel('20', 'Community', { type: 4, position: 1 }),
          channel('23', 'rules', { position: 0 }),
          channel('24', 'help', { position: 0, parent: '20' }),
        ],
      }),
    );
    expect(await roles('1')).to.deep.equal(['Admin', 'Helper', '@everyone']);
    const channels = await listChannels(test, '1', { types: textTypes });
    expect(channels.map(({ name, category }) => [name, category])).to.deep.equal([
      ['rules', null],
      ['voices', 'Community'],
      ['help', 'Community'],
      ['talk', 'Community'],
    ]);
  });

  it('stay known after they were deleted, and come back', async () => {
    const [everyone, helper] = [role('2', '@everyone', 0), role('11', 'Helper', 1)];
    await save(seen('2', 1, { roles: [everyone, helper] }));
    await save(seen('2', 2, { roles: [everyone] }));
    expect(await roles('2')).to.deep.equal(['@everyone', 'Helper (deleted)']);
    await save(seen('2', 3, { roles: [everyone, { ...helper, name: 'Guide' }] }));
    expect(await roles('2')).to.deep.equal(['Guide', '@everyone']);
  });

  it('follow the newest list, in whatever order and however often lists come', async () => {
    const newest = seen('3', 2, { roles: [role('3', '@everyone', 0)] });
    const older = seen('3', 1, { roles: [role('3', 'everyone', 0), role('11', 'Gone', 1)] });
    for (const batch of [[newest], [older], [older, newest], [newest, older]]) await save(...batch);
    expect(await roles('3')).to.deep.equal(['@everyone']);
  });

  it('keep what is known where an event says nothing of them', async () => {
    await save(seen('4', 1, { roles: [role('4', '@everyone', 0)], channels: [channel('40', 'talk')] }));
    await save(seen('4', 2, { roles: [role('4', '@everyone', 0)], channels: null }));
    await save(seen('4', 3, {}));
    expect(await roles('4')).to.deep.equal(['@everyone']);
    expect(await listChannels(test, '4')).to.have.length(1);
  });

  it('are those of their own guild, also where one batch brings many', async () => {
    const shared = role('11', 'Helper', 1);
    await save(
      seen('5', 1, { roles: [shared, shared] }),
      seen('6', 2, { roles: [{ ...shared, name: 'Sweeper' }] }),
      seen('6', 3, { roles: [] }),
    );
    expect(await roles('5')).to.deep.equal(['Helper']);
    expect(await roles('6')).to.deep.equal([]);
  });

  it('agree in the end where several workers save lists side by side', async () => {
    const lists = Array.from({ length: 12 }, (_, at) =>
      seen('7', at + 1, { roles: [role('7', '@everyone', 0), role(`7${at}`, `Role ${at}`, 1)] }),
    );
    await Promise.all(lists.map((list) => save(list)));
    const active = (await listRoles(test, '7')).filter((role) => role.active);
    expect(active.map(({ name }) => name)).to.deep.equal(['Role 11', '@everyone']);
  });
});

function seen(
  guild: string,
  at: number,
  parts: { roles?: RoleSighting[]; channels?: ChannelSighting[] | null },
): Envelope<'GUILD_CREATE'> {
  const d = { guild, name: 'Workshop', icon: null, owner: '1', memberCount: 4, ...parts };
  return { t: 'GUILD_CREATE', id: `session-${at}`, at, d };
}

function role(id: string, name: string, position: number): RoleSighting {
  return { id, name, position, color: 0, permissions: '0', managed: false };
}

function channel(id: string, name: string, rest: Partial<ChannelSighting> = {}): ChannelSighting {
  return { id, name, type: 0, position: 0, parent: null, overwrites: [], ...rest };
}
