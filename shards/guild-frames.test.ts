import { expect } from 'chai';
import { AppError } from '../shared/core/errors.ts';
import { readFrame } from './frames.ts';
import { guildCreate, ready, thread } from './payloads.fixture.ts';

const origin = { session: 'session', sequence: 7, at: 1_000 };
const read = (type: string, d: unknown) => readFrame(type, d, origin)?.envelope;
const guild = guildCreate.id;
const [role] = guildCreate.roles;
const channel = { ...guildCreate.channels[0], guild_id: guild };

describe('frames of a session and its guilds', () => {
  it('tells which guilds a session has as it begins', () => {
    const taken = readFrame('READY', ready, { ...origin, sequence: 1 });
    expect(taken?.envelope).to.deep.equal({
      t: 'READY',
      id: 'session-1',
      at: 1_000,
      d: { shard: 0, shards: 1, guilds: [guild] },
    });
    expect(taken?.home).to.equal(guild);
    expect(readFrame('READY', { ...ready, guilds: [] }, origin)?.home).to.equal('0');
  });

  it('refuses a session that does not say of which shard, since guilds of others would seem lost', () => {
    for (const broken of [{ shard: undefined }, { shard: [0] }, { guilds: [{ id: null }] }, { guilds: {} }])
      expect(() => read('READY', { ...ready, ...broken })).to.throw(AppError);
  });

  it('takes roles as they are made, changed and deleted', () => {
    const seen = {
      id: guild,
      name: '@everyone',
      color: 0,
      position: 0,
      permissions: '49794752',
      managed: false,
    };
    for (const type of ['GUILD_ROLE_CREATE', 'GUILD_ROLE_UPDATE'])
      expect(read(type, { guild_id: guild, role })?.d).to.deep.equal({ guild, role: seen });
    expect(read('GUILD_ROLE_DELETE', { guild_id: guild, role_id: '5' })).to.deep.equal({
      t: 'GUILD_ROLE_DELETE',
      id: 'session-7',
      at: 1_000,
      d: { guild, role: '5' },
    });
  });

  it('takes channels as they are made, changed and deleted, with what they allow and deny', () => {
    const seen = {
      id: channel.id,
      name: 'general',
      type: 0,
      position: 6,
      parent: null,
      overwrites: [
        { id: guild, type: 'role', allow: '0', deny: '2048' },
        { id: '80351110224678912', type: 'member', allow: '2048', deny: '0' },
      ],
    };
    for (const type of ['CHANNEL_CREATE', 'CHANNEL_UPDATE'])
      expect(read(type, channel)?.d).to.deep.equal({ guild, channel: seen });
    expect(read('CHANNEL_DELETE', channel)?.d).to.deep.equal({ guild, channel: channel.id });
  });

  it('leaves out overwrites of a kind that Discord may invent', () => {
    const strange = [{ id: '5', type: 2, allow: '1', deny: '0' }];
    expect(read('CHANNEL_UPDATE', { ...channel, permission_overwrites: strange })?.d).to.have.nested.property(
      'channel.overwrites.length',
      0,
    );
  });

  it('drops direct conversations and threads', () => {
    for (const type of ['CHANNEL_CREATE', 'CHANNEL_UPDATE', 'CHANNEL_DELETE']) {
      expect(read(type, { id: '5', type: 1, recipients: [] })).to.equal(undefined);
      for (const thread of [10, 11, 12]) expect(read(type, { ...channel, type: thread })).to.equal(undefined);
    }
  });

  it('takes threads with the channel they belong to, as they are opened, archived, deleted and listed', () => {
    const seen = { id: thread.id, parent: channel.id, archived: false };
    expect(read('THREAD_CREATE', thread)?.d).to.deep.equal({ guild, thread: seen });
    const archived = { ...thread, thread_metadata: { archived: true } };
    expect(read('THREAD_UPDATE', archived)?.d).to.deep.equal({ guild, thread: { ...seen, archived: true } });
    const { id, guild_id, parent_id } = thread;
    expect(read('THREAD_DELETE', { id, guild_id, parent_id, type: 11 })?.d).to.deep.equal({
      guild,
      thread: id,
    });
    const list = { guild_id, threads: [thread, { id: '5', type: 11 }], members: [] };
    expect(read('THREAD_LIST_SYNC', list)?.d).to.deep.equal({ guild, channels: null, threads: [seen] });
    expect(read('THREAD_LIST_SYNC', { ...list, channel_ids: [parent_id] })?.d).to.deep.include({
      channels: [parent_id],
    });
    expect(read('GUILD_CREATE', { ...guildCreate, threads: [thread] })?.d).to.deep.include({
      threads: [seen],
    });
    expect(read('GUILD_UPDATE', { ...guildCreate, threads: undefined })?.d).to.include({ threads: null });
  });

  it('drops threads that say neither where they are nor whose they are', () => {
    for (const missing of [{ guild_id: undefined }, { parent_id: null }])
      expect(read('THREAD_UPDATE', { ...thread, ...missing })).to.equal(undefined);
    expect(read('THREAD_DELETE', { id: '5' })).to.equal(undefined);
    expect(() => read('THREAD_CREATE', { ...thread, id: 'x' })).to.throw(AppError);
  });
});
